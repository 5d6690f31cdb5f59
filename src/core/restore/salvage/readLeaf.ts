import type { BTreePage } from './bTreePage'
import { pageEnd, type DamagedPages } from './damagedPages'
import { blankSectors, readCell, readHead } from './readCell'
import { measureRecord, readRecord, type RawRecord } from './readRecord'
import type { Whole } from './varint'

/** A record and its rowid, which records of an index have not. */
export interface StoredRecord extends RawRecord {
  readonly rowid: Whole | null
}

/**
 * A record whose length was damaged, but not its own account of its values: believed where that makes it end exactly
 * where the next cell begins, or the page ends.
 */
function readByItsHeader(pages: DamagedPages, page: BTreePage, at: number): StoredRecord | null {
  const head = page.kind === 'table-leaf' ? readHead(pages, page, at) : null
  const end = pageEnd(pages, page.number)
  const length = head && measureRecord(pages.bytes, head.payloadAt, end)
  if (!head || length === null) return null
  const next = head.payloadAt + length
  if ((next !== end && !page.cells.includes(next)) || blankSectors(pages.bytes, at, next).length > 0) return null
  const record = readRecord(pages.bytes.subarray(head.payloadAt, next), pages.encoding)
  return record && { rowid: head.rowid, ...record }
}

/** The record in a cell; null where it cannot be read whole. */
export function readStoredRecord(pages: DamagedPages, page: BTreePage, at: number): StoredRecord | null {
  const cell = readCell(pages, page, at)
  const record = cell?.payload ? readRecord(cell.payload, pages.encoding, cell.blanks) : null
  return cell && record ? { rowid: cell.rowid, ...record } : readByItsHeader(pages, page, at)
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
