import type { BTreePage } from './bTreePage'
import type { DamagedPages } from './damagedPages'
import { readCell } from './readCell'
import { readRecord, type RawRecord } from './readRecord'
import type { Whole } from './varint'

/** A record and its rowid, which records of an index have not. */
export interface StoredRecord extends RawRecord {
  readonly rowid: Whole | null
}

/** The record in a cell; null where it cannot be read whole. */
export function readStoredRecord(pages: DamagedPages, page: BTreePage, at: number): StoredRecord | null {
  const cell = readCell(pages, page, at)
  const record = cell?.payload ? readRecord(cell.payload, pages.encoding, cell.blanks) : null
  return cell && record && { rowid: cell.rowid, ...record }
}

/** The records of a page that can be read whole, in its order. */
export function* readRecords(pages: DamagedPages, page: BTreePage): Generator<StoredRecord> {
  for (const at of page.cells) {
    const record = readStoredRecord(pages, page, at)
    if (record) yield record
  }
}

/** Up to `count` records from all over a page. */
export function sampleRecords(pages: DamagedPages, page: BTreePage, count = 12): StoredRecord[] {
  const step = Math.max(1, Math.floor(page.cells.length / count))
  const records: StoredRecord[] = []
  for (let i = 0; i < page.cells.length && records.length < count; i += step) {
    const record = readStoredRecord(pages, page, page.cells[i] ?? 0)
    if (record) records.push(record)
  }
  // where those failed, whatever else can be read
  if (records.length === 0) for (const record of readRecords(pages, page)) return [record]
  return records
}
