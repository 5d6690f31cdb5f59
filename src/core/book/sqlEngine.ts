import type { BoundValue } from '../base/cell'

/** One row as sql.js gives it: integers beyond 2^53 rounded (read those as text), text, bytes or null. */
export type SqlRow = BoundValue[]

/** A prepared statement. `free` it; a database closes the ones left over. */
export interface SqlStatement {
  /** Binds from the first parameter on, runs to the first row; null when there is none. Resets first. */
  get(params?: readonly BoundValue[]): SqlRow | null
  /** Binds and runs to the end, rows ignored. */
  run(params?: readonly BoundValue[]): void
  bind(params: readonly BoundValue[]): void
  /** The next row, or null at the end. */
  next(): SqlRow | null
  columnNames(): string[]
  free(): void
}

/**
 * An SQLite database in memory. SQL that fails throws `SqlError`; callers in the core catch it where a failure is
 * expected and turn it into data.
 */
export interface SqlDatabase {
  /** Runs one or more statements without results. */
  run(sql: string): void
  /** All rows of one query. Only for results known to be small. */
  rows(sql: string, params?: readonly BoundValue[]): SqlRow[]
  prepare(sql: string): SqlStatement
  /** A copy of the whole file, as it would be on disk; outside any transaction. */
  bytes(): Uint8Array<ArrayBuffer>
  /** Closes the database and gives its file, without a copy where the platform can; outside any transaction. */
  take(): Uint8Array<ArrayBuffer>
  close(): void
}

/** An error that SQLite gave, with its message. The only error an `SqlDatabase` throws for bad SQL or bad data. */
export class SqlError extends Error {
  override readonly name = 'SqlError'
}

/** How a database is opened. */
export interface OpenOptions {
  readonly untrusted?: boolean
  /**
   * What happens to the bytes: copied; shared (no copy: whoever gave them may still read them until the database is
   * changed); or taken (no copy either, and the caller's array is empty afterwards, so that closing frees the memory).
   */
  readonly memory?: 'copy' | 'share' | 'take'
  /** Bytes that the file is likely to grow to: set aside at once, because growing copies it each time. */
  readonly room?: number
}

/** Opens databases. One per process; platform adapters give it. */
export interface SqlEngine {
  /** The SQLite version, for example `3.54.1`. */
  readonly version: string
  /**
   * Opens a private copy of the file, or a new empty database; never throws for bad bytes (the first query does).
   * `untrusted` sets trusted_schema=OFF, cell_size_check=ON, a heap limit, and registers no functions.
   */
  open(bytes: Uint8Array | null, options?: OpenOptions): SqlDatabase
  /** Opens private copies of two files side by side, both untrusted. Throws `SqlError` when their text encodings differ. */
  openPair(main: Uint8Array, other: Uint8Array): SqlPair
}

/** Two databases that one query can read. */
export interface SqlPair {
  /** The first as `main`, the second attached as `other`. */
  readonly db: SqlDatabase
  /** A connection of its own to the second, where it is `main`. */
  readonly other: SqlDatabase
  close(): void
}

/** For work that goes through a whole file out of order, as making an index or checking one does: 64 MB of it stay at hand. */
export const ROOMY_CACHE = 'PRAGMA cache_size = -65536'

/** A page of a database file: its number (0 = the first) and its bytes. */
export interface Page {
  readonly number: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Every page of a book's file is 4096 bytes; files with other page sizes are rewritten when they are taken in. */
export const PAGE_SIZE = 4096

/** What a transaction changed in the file. */
export interface PageChanges {
  /** Bytes of the file afterwards. */
  readonly size: number
  /** Changed pages below `size`, ascending. */
  readonly pages: readonly Page[]
}

/** What was changed, and what the same pages were before: the way back. */
export interface TakenChanges extends PageChanges {
  /** The size and the changed or cut off pages at the start of the interval; null when there were too many to keep. */
  readonly before: PageChanges | null
}

/**
 * The live image of a book: a database whose changed pages can be told. `takeChanges`, `undoChanges` and `applyPages`
 * end the interval since the last of them, and must be called outside a transaction.
 */
export interface BookImage {
  /** Replaced by every reopening: ask for it each time, and keep no statement across calls that reopen. */
  readonly db: SqlDatabase
  /** Bytes of the file, outside a transaction. */
  readonly size: number
  /** The pages changed since the last call, with their bytes now. A page written with the bytes it had is not changed. */
  takeChanges(): TakenChanges
  /**
   * Puts everything back to what it was when the interval began, and reopens. False, and nothing done, when too many
   * pages were changed to be kept: read the book from storage again.
   */
  undoChanges(): boolean
  /** Writes these pages (of another window, or of an earlier state), and reopens. */
  applyPages(changes: PageChanges): void
  /** A copy of a stretch of the file. */
  read(from: number, to: number): Uint8Array<ArrayBuffer>
  close(): void
}

/** Opens live images. `tracking` says how changed pages are found. */
export interface BookImageEngine {
  readonly tracking: 'page-tap' | 'export-and-compare'
  /**
   * Takes the bytes over (the caller must not use them again); null = a new empty database. A WAL-mode file is flagged
   * for a rollback journal, another page size is rewritten; so the image may differ from the bytes. Throws `SqlError`
   * for bytes that are no database.
   */
  openImage(bytes: Uint8Array<ArrayBuffer> | null): BookImage
}
