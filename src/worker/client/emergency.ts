import type { Clock } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import type { Progress } from '../../core/base/progress'
import { fail, type Result } from '../../core/base/result'
import type { Witness } from '../../core/book/storage'
import type { Settings } from '../../core/routine/settings'
import type { DeviceApi } from '../deviceApi'
import type { JobApi } from '../jobApi'
import type { Run } from './nightsafeClient'
import { runInJob, type JobHandle } from './runInJob'

type OnProgress = (progress: Progress) => void

/** A copy that was looked at in an emergency restore, and what became of it. */
export interface LookedAtCopy {
  readonly kind: 'restore-point' | 'safety-copy' | 'file'
  /** What the person called the restore point, or the file's name; may be empty. */
  readonly name: string
  /** The change that the copy reaches; null when it cannot be told. */
  readonly generation: number | null
  /** `same-as-now`: good, but it is what the book is now. `older`: not needed any more. */
  readonly outcome: 'restored' | 'same-as-now' | 'older' | 'not-good' | 'another-book' | 'needs-passphrase'
}

export interface EmergencyOutcome {
  readonly bookId: string
  /** The change that the book was brought back to. */
  readonly generation: number
  readonly from: LookedAtCopy
  /** All copies, those on the book's own line first, newest first. */
  readonly looked: readonly LookedAtCopy[]
  /** Whether one undo takes the restore back; not when there was nothing left to take a safety copy of. */
  readonly undoable: boolean
}

/** Restoring without choosing. */
export interface EmergencyClient {
  /**
   * Restores the newest copy that verifies among the book's restore points, its safety copies and `files` (from the chosen
   * folder, recent files). A copy verifies when every checksum holds, SQLite finds it sound and every record can be read.
   *
   * Someone who presses this says that the book as it is now is of no use. So a copy that holds just what a sound live book
   * holds is passed over for the next older one, and pressing again goes further back; it counts only when there is nothing
   * else. Newest is told by generation along the book's own line; a copy of a line that the book has left (what a restore
   * took away, work of another device) comes after all of the book's own.
   *
   * Works for a book that cannot be opened any more: it begins anew from the copy. `bookId` null: no book is open; then a
   * book of which the device knows but which it cannot open comes back, else the newest good file as its own book. The
   * passphrases of the device's settings are tried on encrypted files. Fails with `NoGoodCopy`.
   */
  emergencyRestore(bookId: string | null, files: readonly File[], onProgress: OnProgress): Run<EmergencyOutcome>
}

/** What an emergency restore is made of. */
export interface EmergencyParts {
  readonly device: DeviceApi
  startJob(): JobHandle
  readonly clock: Clock
  settings(): Settings
  readonly witnesses: { readAll(): readonly Witness[] }
}

/** What its steps go through, so that it can be cancelled between and within them. */
export interface EmergencySteps {
  /** Does something in a worker of its own that is thrown away afterwards. */
  inJob<T>(work: (job: JobApi) => Promise<Result<T, Failure>>): Promise<Result<T, Failure>>
  /** Called before anything is changed; false when it was cancelled. Afterwards cancelling has no effect. */
  commit(): boolean
  report: OnProgress
}

export function createEmergency(parts: EmergencyParts): EmergencyClient {
  return {
    emergencyRestore(bookId, files, onProgress) {
      let isCancelled = false
      let isCommitted = false
      let current: Run<unknown> | null = null
      const steps: EmergencySteps = {
        async inJob(work) {
          if (isCancelled) return fail({ type: 'Cancelled' })
          const run = runInJob(parts.startJob, work)
          current = run
          return run.outcome
        },
        commit: () => (isCommitted ||= !isCancelled),
        report: onProgress,
      }
      return {
        // rare, and not needed for the first screen
        outcome: import('./restoreNewest').then(({ restoreNewest }) => restoreNewest(parts, steps, bookId, files)),
        cancel() {
          if (isCommitted) return
          isCancelled = true
          current?.cancel()
        },
      }
    },
  }
}
