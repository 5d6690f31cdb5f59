import type { Instant } from '../base/clock'

/** Why a restore point was made. */
export type RestorePointReason = 'start' | 'six-hours' | 'closing' | 'before-step' | 'by-hand'

/** A restore point: a named generation of the book, kept inside the browser. It undoes mistakes; it is not a backup. */
export interface RestorePointInfo {
  readonly id: string
  readonly generation: number
  readonly at: Instant
  readonly reason: RestorePointReason
  /** What the person called it, or which step it was made before; may be empty. */
  readonly name: string
  /** Bytes of the book's file at that moment. */
  readonly size: number
}
