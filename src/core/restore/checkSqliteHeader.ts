import { SQLITE_MAGIC } from './detectFormat'
import { startsWith, uint16At, uint32At } from './fileBytes'
import type { Finding } from './inspection'

/** What the 100 bytes at the beginning of an SQLite file say: https://sqlite.org/fileformat2.html#the_database_header */
export interface SqliteHeader {
  readonly pageSize: number
  /** Pages that the file says it has; null when an old writer left that out. */
  readonly pages: number | null
  /** The last writer used a write-ahead log. */
  readonly wal: boolean
  readonly encoding: 'UTF-8' | 'UTF-16'
  /** Bytes at the end of each page that SQLite leaves alone. */
  readonly reserved: number
}

const error = (code: Finding['code'], detail: string): Finding => ({ code, severity: 'error', detail })

/** Bytes of the header. */
export const SQLITE_HEADER_BYTES = 100

/**
 * Holds the header against itself and against the size of the file, before SQLite sees a byte of it. `header` is null
 * when the file cannot be opened at all.
 */
export function checkSqliteHeader(head: Uint8Array, size: number): { header: SqliteHeader | null; findings: Finding[] } {
  const findings: Finding[] = []
  const refuse = (code: Finding['code'], detail: string) => ({ header: null, findings: [...findings, error(code, detail)] })
  if (size < SQLITE_HEADER_BYTES) return refuse('truncated', `The file ends inside its first 100 bytes (${size} bytes).`)
  if (!startsWith(head, SQLITE_MAGIC)) return refuse('corrupt', 'The first 16 bytes are almost, but not quite, those of a SQLite file.')

  const rawPageSize = uint16At(head, 16)
  const pageSize = rawPageSize === 1 ? 65_536 : rawPageSize
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return refuse('corrupt', `The page size ${pageSize} is none that SQLite writes.`)
  const writeVersion = head[18] ?? 0
  const readVersion = head[19] ?? 0
  if (readVersion < 1 || readVersion > 2 || writeVersion < 1 || writeVersion > 2) {
    return refuse('corrupt', `The header asks for file versions ${writeVersion} and ${readVersion}, which no SQLite writes.`)
  }
  const reserved = head[20] ?? 0
  if (pageSize - reserved < 480) return refuse('corrupt', `The header reserves ${reserved} bytes of each page, which leaves too few.`)
  if (head[21] !== 64 || head[22] !== 32 || head[23] !== 32) return refuse('corrupt', 'The payload fractions in the header are not 64, 32 and 32.')
  if (uint32At(head, 44) > 4) return refuse('corrupt', `The schema format ${uint32At(head, 44)} is none that SQLite writes.`)
  const encoding = uint32At(head, 56)
  if (encoding > 3) return refuse('corrupt', `The text encoding ${encoding} is none that SQLite knows.`)

  const wal = readVersion === 2 || writeVersion === 2
  // the page count counts only when the writer that set it was also the last to change the file
  const claimed = uint32At(head, 28)
  const pages = claimed > 0 && uint32At(head, 24) === uint32At(head, 92) ? claimed : null
  const expected = pages === null ? null : pages * pageSize
  if (expected !== null && size < expected) findings.push(error('truncated', `The file should have ${expected} bytes and has ${size}.`))
  else if (expected === null && size % pageSize !== 0) findings.push(error('truncated', `The last page has ${size % pageSize} of ${pageSize} bytes.`))
  else if (expected !== null && size > expected) {
    // an interrupted checkpoint leaves whole pages that page 1 does not count yet
    const severity = wal && size % pageSize === 0 ? 'warning' : 'error'
    findings.push({ code: 'trailing-bytes', severity, detail: `${size - expected} bytes follow the last page.` })
  }
  if (wal) {
    findings.push({
      code: 'wal-mode',
      severity: 'warning',
      detail: 'The database was written with a write-ahead log. Its newest changes may be in a separate -wal file and missing here.',
    })
  }
  return { header: { pageSize, pages, wal, encoding: encoding > 1 ? 'UTF-16' : 'UTF-8', reserved }, findings }
}
