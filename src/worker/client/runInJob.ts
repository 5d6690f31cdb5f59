import type { Failure } from '../../core/base/failure'
import { fail, type Result } from '../../core/base/result'
import type { JobApi } from '../jobApi'
import type { Run } from './nightsafeClient'

/** A worker that does one job. `end` throws it away; `stopped` settles if it dies or falls silent by itself. */
export interface JobHandle {
  readonly api: JobApi
  readonly stopped: Promise<Failure>
  end(): void
}

/**
 * Does `work` in a job's worker that is thrown away afterwards, whatever happens. `commit`, called before anything
 * outside the worker is changed, tells whether the work was cancelled; after it, cancelling has no effect.
 */
export function runInJob<T>(startJob: () => JobHandle, work: (job: JobApi, commit: () => boolean) => Promise<Result<T, Failure>>): Run<T> {
  const job = startJob()
  let cancelled = false
  let committed = false
  let stop: (outcome: Result<T, Failure>) => void = () => undefined
  const stopped = new Promise<Result<T, Failure>>((resolve) => {
    stop = resolve
  })
  // a worker that ends by itself after its part is done must not spoil what goes on outside it
  void job.stopped.then((failure) => {
    if (!committed) stop(fail(failure))
  })
  const commit = () => {
    if (!cancelled) committed = true
    return committed
  }
  const outcome = Promise.race([work(job.api, commit), stopped]).finally(() => job.end())
  return {
    outcome,
    cancel() {
      if (committed) return
      cancelled = true
      job.end()
      stop(fail({ type: 'Cancelled' }))
    },
  }
}
