import type { Progress } from '../../core/base/progress'
import type { Run } from './nightsafeClient'

type OnProgress = (progress: Progress) => void

/** A copy that was looked at in an emergency restore, newest first, and what became of it. */
export interface LookedAtCopy {
  readonly kind: 'restore-point' | 'safety-copy' | 'file'
  readonly name: string
  readonly generation: number | null
  readonly outcome: 'restored' | 'older' | 'not-good' | 'another-book' | 'needs-passphrase'
}

export interface EmergencyOutcome {
  readonly bookId: string
  readonly generation: number
  readonly from: LookedAtCopy
  readonly looked: readonly LookedAtCopy[]
  /** Whether one undo takes the restore back; not on a device that held nothing. */
  readonly undoable: boolean
}

/** Restoring without choosing. */
export interface EmergencyClient {
  /**
   * Restores the newest copy that verifies among the book's restore points, its safety copies and `files` (from the chosen
   * folder, recent files). `bookId` null: the device holds nothing; then the newest good file comes back as its own book.
   * The passphrases of the device's settings are tried on encrypted files. Fails with `NoGoodCopy`.
   */
  emergencyRestore(bookId: string | null, files: readonly File[], onProgress: OnProgress): Run<EmergencyOutcome>
}

export function createEmergency(): EmergencyClient {
  const notYet = () => {
    throw new Error('being built')
  }
  return { emergencyRestore: notYet }
}
