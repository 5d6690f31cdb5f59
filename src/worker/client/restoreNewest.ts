import type { Failure } from '../../core/base/failure'
import { fail, ok, type Result } from '../../core/base/result'
import type { BookHead } from '../../core/book/bookHead'
import type { LinePoint } from '../../core/book/lineage'
import type { KeptCopies } from '../deviceApi'
import type { EmergencyOutcome, EmergencyParts, EmergencySteps, LookedAtCopy } from './emergency'
import { fileCandidates, keptCandidates, orderCandidates, type Candidate, type Seen } from './emergencyCandidates'

/** What is wrong with one copy: the next is tried. Anything else would be wrong with each of them. */
const NOT_GOOD: ReadonlySet<Failure['type']> = new Set<Failure['type']>([
  'StoredDataDamaged', 'StorageLost', 'RestorePointNotFound', 'SafetyCopyNotFound', 'Damaged', 'SqlFailed', 'TooDeep', 'SealMismatch', 'DigestMismatch',
  'FileUnreadable', 'FileEmpty', 'NothingToRestore', 'RestoreNotVerified', 'TestRestoreFailed', 'TimeLimit', 'NeedsPassphrase', 'WrongPassphrase',
])

/** The live book as far as it goes. `contentDigest` null: it is not sound, so that no copy is the same as it. */
interface Live {
  readonly head: BookHead | null
  readonly contentDigest: string | null
}

async function lookAtLive({ device }: EmergencyParts, steps: EmergencySteps, bookId: string, kept: KeptCopies): Promise<Live> {
  if (kept.failure) return { head: null, contentDigest: null }
  const snapshot = await device.snapshot(bookId)
  const checked = snapshot.ok ? await steps.inJob((job) => job.checkCopy(snapshot.value.bytes)) : snapshot
  return { head: kept.head, contentDigest: checked.ok ? checked.value : null }
}

/** Whether the sound live book holds just what the copy holds. */
async function isSameAsLive({ device }: EmergencyParts, steps: EmergencySteps, bookId: string, live: Live, { contentDigest, leftOut }: Seen): Promise<boolean> {
  if (live.contentDigest === null) return false
  if (leftOut.length === 0) return contentDigest === live.contentDigest
  const snapshot = await device.snapshot(bookId)
  const facts = snapshot.ok ? await steps.inJob((job) => job.liveFacts(snapshot.value, leftOut)) : snapshot
  return facts.ok && facts.value.contentDigest === contentDigest
}

/** A book of which copies are kept, and which cannot be opened: the one that was changed last. */
async function findBroken({ device, witnesses }: EmergencyParts): Promise<string | null> {
  let found: { bookId: string; utc: number } | null = null
  for (const { bookId } of witnesses.readAll()) {
    const kept = await device.keptCopies(bookId)
    if (!kept.ok || !kept.value.failure || kept.value.copies.length === 0) continue
    const utc = Math.max(...kept.value.copies.map(({ head }) => head.changedAt.utc))
    if (!found || utc > found.utc) found = { bookId, utc }
  }
  return found?.bookId ?? null
}

const lineOf = (head: BookHead): LinePoint => ({ lineage: head.identity.lineage, generation: head.generation })

/** See `EmergencyClient.emergencyRestore`. */
export async function restoreNewest(parts: EmergencyParts, steps: EmergencySteps, asked: string | null, files: readonly File[]): Promise<Result<EmergencyOutcome, Failure>> {
  const bookId = asked ?? (await findBroken(parts))
  const nothing: KeptCopies = { head: null, failure: null, copies: [] }
  const found = bookId ? await parts.device.keptCopies(bookId) : ok(nothing)
  if (!found.ok) return found
  const kept = found.value
  const { failure } = kept
  if (failure && failure.type !== 'BookNotFound' && failure.type !== 'StoredDataDamaged') return fail(failure)

  const fromFiles = await fileCandidates(parts, steps, bookId, files)
  const live = bookId ? await lookAtLive(parts, steps, bookId, kept) : { head: null, contentDigest: null }
  const newestKept = kept.head ?? kept.copies[0]?.head ?? null
  const ordered = orderCandidates([...(bookId ? keptCandidates(parts, steps, bookId, kept) : []), ...fromFiles.candidates], newestKept && lineOf(newestKept))
  const witness = parts.witnesses.readAll().find((one) => one.bookId === bookId)
  const known = Math.max(0, witness?.generation ?? 0, kept.head?.generation ?? 0, ...kept.copies.map(({ head }) => head.generation))

  const looked = new Map<Candidate, LookedAtCopy['outcome']>()
  async function tryToRestore(candidate: Candidate, seen: Seen): Promise<Result<EmergencyOutcome | null, Failure>> {
    if (candidate.kind !== 'file' && !steps.commit()) return fail({ type: 'Cancelled' })
    steps.report({ step: 'switching', done: 0, total: 0 })
    const restored = await candidate.restore(seen, live.head, known)
    if (!restored.ok) {
      looked.set(candidate, 'not-good')
      return NOT_GOOD.has(restored.failure.type) ? ok(null) : restored
    }
    looked.set(candidate, 'restored')
    const tell = (one: Candidate): LookedAtCopy => ({ kind: one.kind, name: one.name, generation: one.line.generation, outcome: looked.get(one) ?? 'older' })
    return ok({ ...restored.value, generation: candidate.line.generation, from: tell(candidate), looked: [...ordered.map(tell), ...fromFiles.others] })
  }

  const same: [Candidate, Seen][] = []
  for (const [done, candidate] of ordered.entries()) {
    steps.report({ step: 'checking', done, total: ordered.length })
    const seen = await candidate.verify()
    if (!seen.ok) {
      if (!NOT_GOOD.has(seen.failure.type)) return seen
      looked.set(candidate, 'not-good')
      continue
    }
    if (bookId && (await isSameAsLive(parts, steps, bookId, live, seen.value))) {
      looked.set(candidate, 'same-as-now')
      same.push([candidate, seen.value])
      continue
    }
    const outcome = await tryToRestore(candidate, seen.value)
    if (!outcome.ok) return outcome
    if (outcome.value) return ok(outcome.value)
  }
  for (const [candidate, seen] of same) {
    const outcome = await tryToRestore(candidate, seen)
    if (!outcome.ok) return outcome
    if (outcome.value) return ok(outcome.value)
  }
  return fail({ type: 'NoGoodCopy', looked: ordered.length + fromFiles.others.length })
}
