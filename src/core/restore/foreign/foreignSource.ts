import type { Failure } from '../../base/failure'
import type { Work } from '../../base/progress'
import type { Finding } from '../inspection'

/**
 * A value of a record as a file of another program has it. Numbers keep their digits; `json` is a list or record inside
 * a field, as JSON text; `moment` is a date with a time (`2024-02-29 18:00:00`), of a format that knows dates.
 */
export type ForeignValue = null | boolean | string | { readonly number: string } | { readonly json: string } | { readonly moment: string }

/** The values of a record in the order of its table's fields; what is missing has no value. */
export type ForeignRecord = readonly (ForeignValue | undefined)[]

/** A table while it is read: its fields are those seen so far, in the order in which they were. */
export interface ForeignTable {
  /** Counted from 0 in the order of the file; the same in each reading. */
  readonly index: number
  readonly name: string
  readonly fields: readonly string[]
}

/** What is heard while a file is read, in its order. */
export interface ForeignListener {
  table(table: ForeignTable): void
  record(table: ForeignTable, record: ForeignRecord): void
}

/** Why reading stopped before the end, or the file is not what it seemed. */
export type ForeignStop =
  | { kind: 'other-shape'; reason: string }
  | { kind: 'damaged' | 'refused'; finding: Finding }
  | { kind: 'cancelled'; failure: Failure }

/** Fields above which a table is not taken in: SQLite's own limit (https://sqlite.org/limits.html). */
export const MAX_FIELDS = 2_000

/** A file read to its end. */
export interface ForeignPass {
  readonly kind: 'whole'
  /** What the reader noticed that tables and values do not tell. */
  readonly findings: readonly Finding[]
  /** Tables (by index) that turned out to be none. */
  readonly dropped: ReadonlySet<number>
}

/** A file of another program that gives tables of records, the same ones each time it is read. */
export interface ForeignSource {
  /** All values are texts whose meaning is to be told from how they are written, as in CSV. */
  readonly textual: boolean
  /** Reads the file once from its beginning. */
  read(listener: ForeignListener, work: Work): Promise<ForeignPass | ForeignStop>
}

/** A file that is damaged, in a finding's words. */
export function damagedStop(code: Finding['code'], detail: string): ForeignStop {
  return { kind: 'damaged', finding: { code, severity: 'error', detail } }
}
