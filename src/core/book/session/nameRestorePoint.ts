import type { Failure } from '../../base/failure'
import { createId } from '../../base/id'
import { fail, ok, type Result } from '../../base/result'
import type { RestorePointRequest } from '../bookSession'
import { COPIED_LIMITS, keepRestorePoints, NAMED_LIMITS } from '../keepRestorePoints'
import type { RestorePointInfo } from '../restorePoint'
import type { StoredRestorePoint } from '../storage'
import type { SessionState } from './sessionState'

/** Runs a task as the only writer; null when the session is closed by then. */
type AsWriter = <T>(task: () => Promise<Result<T, Failure>>) => Promise<Result<T | null, Failure>>

interface Planned {
  readonly point: StoredRestorePoint
  /** What is still to be stored; null when the point is a name. */
  readonly bytes: Uint8Array<ArrayBuffer> | null
}

/** The point to make now; null when the newest good one is of this very state, unless a person asks for one. */
async function planPoint(state: SessionState, { at, reason, name }: RestorePointRequest): Promise<Result<StoredRestorePoint | null, Failure>> {
  const { head } = state
  if (reason !== 'by-hand') {
    const listed = await state.deps.storage.restorePoints.list()
    if (!listed.ok) return listed
    const newest = listed.value.find((point) => !point.info.isDamaged)?.head
    if (newest?.generation === head.generation && newest.epoch === head.epoch) return ok(null)
  }
  const info: RestorePointInfo = { id: createId(state.deps.randomBytes), generation: head.generation, at, reason, name, size: head.size, isDamaged: false }
  return ok({ info, head })
}

/** Lets go of what the rule does not keep. What cannot be listed now is tidied after the next point. */
async function tidyPoints(state: SessionState, { at }: RestorePointRequest): Promise<void> {
  const { restorePoints } = state.deps.storage
  const listed = await restorePoints.list()
  if (!listed.ok) return
  const { go } = keepRestorePoints(listed.value.map(({ info }) => info), at, restorePoints.kind === 'named' ? NAMED_LIMITS : COPIED_LIMITS)
  for (const { point } of go) await restorePoints.remove(point.id)
}

/**
 * Names the newest state of all windows as a restore point, holding the lock, so that one window does it and the log's
 * open segment is the one that the state lies in. Where points are copies, the bytes are taken then and stored
 * afterwards: no change waits for them.
 */
export async function nameRestorePoint(state: SessionState, request: RestorePointRequest, asWriter: AsWriter): Promise<Result<RestorePointInfo | null, Failure>> {
  const { restorePoints, log, lock } = state.deps.storage
  const nothing = () => new Uint8Array(0)
  const planned = await asWriter(async (): Promise<Result<Planned | null, Failure>> => {
    const plan = await planPoint(state, request)
    if (!plan.ok || !plan.value) return plan.ok ? ok(null) : plan
    const point = plan.value
    if (restorePoints.kind === 'copied') return ok({ point, bytes: state.image.read(0, state.image.size) })
    // a log that could not be begun holds nothing to name
    const saved = await restorePoints.save(point, state.isLogGood ? (log?.segment ?? null) : null, nothing)
    if (!saved.ok) return saved
    if (!(await lock.verifyLease())) {
      await restorePoints.remove(point.info.id)
      return fail({ type: 'WrittenElsewhere' })
    }
    await tidyPoints(state, request)
    return ok({ point, bytes: null })
  })
  if (!planned.ok || !planned.value) return planned.ok ? ok(null) : planned
  const { point, bytes } = planned.value
  if (bytes) {
    const saved = await restorePoints.save(point, null, (from, to) => bytes.subarray(from, to))
    if (!saved.ok) return saved
    await tidyPoints(state, request)
  }
  return ok(point.info)
}
