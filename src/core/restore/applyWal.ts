import { SQLITE_MAGIC } from './detectFormat'
import { startsWith, uint16At, uint32At } from './fileBytes'
import { readWal, type WalFrame } from './readWal'

/** What came of holding a `-wal` file against its database. */
export type WalOutcome =
  | {
    readonly kind: 'applied'
    /** The database as it was after the last commit. */
    readonly bytes: Uint8Array<ArrayBuffer>
    readonly commits: number
    /** Pages written by them. */
    readonly pages: number
    /** Frames at the end of a change that was never committed. */
    readonly unfinished: number
    /** Commits after these that the log held before it was damaged. */
    readonly lost: number
  }
  /** The log holds no sound commit. Where none is lost either, nothing is missing from the database. */
  | { readonly kind: 'nothing'; readonly lost: number }
  | { readonly kind: 'refused'; readonly reason: string }

const HEADER = 100
const refuse = (reason: string): WalOutcome => ({ kind: 'refused', reason })

const pageSizeOf = (header: Uint8Array) => {
  const raw = uint16At(header, 16)
  return raw === 1 ? 65_536 : raw
}

const usesWal = (header: Uint8Array) => header[18] === 2 || header[19] === 2

/** Why the frames cannot have been written to this database; null when they can. */
function checkBelonging(database: Uint8Array, frames: readonly WalFrame[], pageSize: number): string | null {
  const first = frames.findLast(({ page }) => page === 1)?.data
  if (first && (!startsWith(first, SQLITE_MAGIC) || pageSizeOf(first) !== pageSize)) return 'The first page in it is not that of such a database.'
  if (!usesWal(database) && !(first && usesWal(first))) return 'The database was not written with a log.'
  if (first) {
    // a commit that writes page 1 counts up from what the database file says: https://sqlite.org/fileformat2.html#file_change_counter
    if (uint32At(first, 24) < uint32At(database, 24)) return 'It is older than the database.'
    if (uint32At(first, 56) !== uint32At(database, 56)) return 'It belongs to a database with another text encoding.'
    if (uint32At(first, 40) < uint32At(database, 40)) return 'It was written before the tables of the database were last changed.'
  }
  const inLog = new Set(frames.map(({ page }) => page))
  const pages = frames.at(-1)?.pagesAfter ?? 0
  // page 1 counts the pages, so a commit without it leaves their number as it was
  if (!first && uint32At(database, 28) !== pages) return 'It belongs to a database of another size.'
  for (let page = Math.floor(database.length / pageSize) + 1; page <= pages; page++) {
    if (!inLog.has(page)) return 'Pages are missing between the two, so it belongs to a longer database.'
  }
  return null
}

/**
 * Applies the commits of a `-wal` file to the bytes of the database that it lay beside, as SQLite would on opening
 * both. Only what was committed and is sound counts; a torn end is left out. The database carries no mark of its log, so
 * everything that can be held against it is: page size, text encoding, change and schema counters, and that no page is
 * missing.
 */
export function applyWal(database: Uint8Array, wal: Uint8Array): WalOutcome {
  if (wal.length === 0) return { kind: 'nothing', lost: 0 }
  if (database.length < HEADER || !startsWith(database, SQLITE_MAGIC)) return refuse('The file beside it is not an SQLite database.')
  const pageSize = pageSizeOf(database)
  const log = readWal(wal)
  if (!log.ok) return refuse(log.failure)
  const { frames, commits, unfinished, lost } = log.value
  if (log.value.pageSize !== pageSize) return refuse(`Its pages have ${log.value.pageSize} bytes, those of the database ${pageSize}.`)
  const last = frames.at(-1)
  if (!last) return { kind: 'nothing', lost }
  const why = checkBelonging(database, frames, pageSize)
  if (why !== null) return refuse(why)
  const bytes = new Uint8Array(last.pagesAfter * pageSize)
  bytes.set(database.subarray(0, bytes.length))
  // a page beyond the end was cut off again by a later commit
  for (const { page, data } of frames) if (page <= last.pagesAfter) bytes.set(data, (page - 1) * pageSize)
  return { kind: 'applied', bytes, commits, pages: frames.length, unfinished, lost }
}
