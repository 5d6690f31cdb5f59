import type { Failure } from './failure'
import { fail, type Result } from './result'

/** The steps that long work goes through, in the words shown to people. */
export type ProgressStep =
  | 'reading' | 'unpacking' | 'checking' | 'digesting' | 'writing' | 'compressing' | 'testing' | 'copying' | 'switching' | 'verifying'

/** How far long work has come. `done` and `total` are in the step's own unit; total 0 = not known. */
export interface Progress {
  readonly step: ProgressStep
  readonly done: number
  readonly total: number
}

/**
 * What long work gets from its caller: where to report to, and a chance to be cancelled. `pause` lets the
 * event loop run (so that a cancellation can arrive) and tells whether to go on.
 */
export interface Work {
  report(progress: Progress): void
  pause(): Promise<Result<undefined, Extract<Failure, { type: 'Cancelled' }>>>
}

/** Work that nobody watches and nobody cancels. */
export const unwatchedWork: Work = {
  report() {},
  pause: () => Promise.resolve({ ok: true, value: undefined }),
}

/** Work that stops at its next pause once `isCancelled` says so. `yieldNow` lets the event loop run. */
export function watchedWork(report: (progress: Progress) => void, isCancelled: () => boolean, yieldNow: () => Promise<void>): Work {
  return {
    report,
    async pause() {
      await yieldNow()
      return isCancelled() ? fail({ type: 'Cancelled' }) : { ok: true, value: undefined }
    },
  }
}
