import type { Failure } from '../../core/base/failure'
import { fail, type Result } from '../../core/base/result'
import type { JobApi } from '../jobApi'
import type { Run } from './nightsafeClient'
import type { JobHandle } from './runInJob'

type Outcome<T> = Promise<Result<T, Failure>>

/** A job's worker that is kept for many questions. */
export interface HeldJob {
  /** The answer; once the worker is gone, why it is. */
  ask<T>(task: (job: JobApi) => Outcome<T>): Outcome<T>
  end(): void
}

/**
 * Opens something in a job's worker and keeps the worker for it, as long as `use` says. The worker is ended when the
 * opening fails or is cancelled.
 */
export function holdJob<T, U>(startJob: () => JobHandle, open: (job: JobApi) => Outcome<T>, use: (opened: T, held: HeldJob) => U): Run<U> {
  const job = startJob()
  let over: Failure | null = null
  let leave: (outcome: Result<never, Failure>) => void = () => undefined
  const left = new Promise<Result<never, Failure>>((resolve) => {
    leave = resolve
  })
  function end(reason: Failure): void {
    if (over) return
    over = reason
    job.end()
    leave(fail(reason))
  }
  void job.stopped.then(end)
  const held: HeldJob = {
    ask: (task) => (over ? Promise.resolve(fail(over)) : Promise.race([task(job.api), left])),
    end: () => end({ type: 'Cancelled' }),
  }
  async function openHeld(): Outcome<U> {
    let isOpen = false
    try {
      const opened = await held.ask(open)
      isOpen = opened.ok
      return opened.ok ? { ok: true, value: use(opened.value, held) } : opened
    } finally {
      if (!isOpen) held.end()
    }
  }
  return { outcome: openHeld(), cancel: held.end }
}
