import type { FileFormat, Finding } from '../inspection'

/** What was read of one table. */
export interface SalvagedTable {
  readonly name: string
  readonly recovered: number
  /** Records that are known or likely to be missing; null where it cannot be told. */
  readonly lost: number | null
  /** Made up, because the table's own name or fields were lost. */
  readonly named: boolean
}

/** What could be read of a damaged file, and what could not. */
export interface SalvageReport {
  readonly format: FileFormat | null
  readonly tables: readonly SalvagedTable[]
  readonly recovered: number
  /** Pages (of a database) or bytes (of a stream) that could not be read. */
  readonly lostPages: number | null
  readonly lostBytes: number | null
  /** In plain words: what was lost and why. */
  readonly findings: readonly Finding[]
}
