import type { Instant } from '../base/clock'

/** Why a restore point was made. */
export type RestorePointReason = 'start' | 'six-hours' | 'closing' | 'before-step' | 'by-hand'

/** The steps before which a restore point is made: its name then. Those that are edits are named as edits are. */
export type RestorePointStep =
  | 'restore' | 'go-back' | 'undo-restore' | 'bring-in' | 'app-update'
  | 'renameTable' | 'deleteTable' | 'changeField' | 'deleteField' | 'removeSamples' | 'wake'

/** A restore point: a named generation of the book, kept inside the browser. It undoes mistakes; it is not a backup. */
export interface RestorePointInfo {
  readonly id: string
  readonly generation: number
  readonly at: Instant
  readonly reason: RestorePointReason
  /** What the person called it, or which step it was made before (a `RestorePointStep`); may be empty. */
  readonly name: string
  /** Bytes of the book's file at that moment. */
  readonly size: number
  /** Seen to be damaged: it cannot be opened any more. Not every byte is looked at before it is opened. */
  readonly isDamaged: boolean
}
