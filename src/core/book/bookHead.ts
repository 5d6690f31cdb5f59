import type { Cell } from '../base/cell'
import type { Instant } from '../base/clock'
import type { BookLayout } from './layout/bookLayout'
import type { Lineage } from './lineage'

/** A view or trigger of an adopted database that is kept as text and not run until the person wakes it. */
export interface AsleepObject {
  readonly type: 'view' | 'trigger'
  readonly name: string
  /** The table a trigger belongs to; for a view, its own name. */
  readonly table: string
  readonly sql: string
}

/** The sample records of a template, so that one click removes just them. */
export interface SampleRecords {
  readonly table: string
  readonly keys: readonly (readonly Cell[])[]
}

/** What a book is besides its SQLite pages. Small: it is written with each commit that changes it. */
export interface BookIdentity {
  /** 32 hexadecimal digits; the same on every device the book is restored to. */
  readonly bookId: string
  readonly name: string
  readonly createdAt: Instant
  /** ISO 4217 code of the money in this book. */
  readonly currency: string
  readonly lineage: Lineage
  readonly asleep: readonly AsleepObject[]
  readonly samples: readonly SampleRecords[]
  /** Left out = nothing is laid out. */
  readonly layout?: BookLayout
}

/** The state of a book at one acknowledged change. */
export interface BookHead {
  readonly identity: BookIdentity
  /** The number of the latest acknowledged change; always grows. */
  readonly generation: number
  /** Raised when a window takes the book over by force; fences out the window it was taken from. */
  readonly epoch: number
  /** Bytes of the SQLite file. */
  readonly size: number
  readonly changedAt: Instant
}
