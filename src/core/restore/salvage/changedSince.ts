import type { BTreePage } from './bTreePage'
import type { DamagedPages } from './damagedPages'
import { readCell, readHead } from './readCell'
import { readStoredRecord, type StoredRecord } from './readLeaf'
import type { Whole } from './varint'

/** Bits in which a record and its older copy differ where damage is the likelier reason than an edit. */
const FLIPPED = 2

/** Whether two payloads differ, and in so few bits that one of them may well have been damaged. */
function differBarely(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let bits = 0
  for (let i = 0; i < a.length && bits <= FLIPPED; i++) for (let rest = (a[i] ?? 0) ^ (b[i] ?? 0); rest !== 0; rest &= rest - 1) bits++
  return bits > 0 && bits <= FLIPPED
}

/**
 * Records on pages that were given up (`free`) of which the page in use (`used`) has nearly the same, a bit or two apart. Which
 * of the two is right cannot be told: a flipped bit and an edit of one letter look alike.
 */
export function* changedSince(pages: DamagedPages, free: readonly BTreePage[], used: readonly BTreePage[]): Generator<StoredRecord> {
  const copies = new Map<Whole, { page: BTreePage; at: number; payload: Uint8Array }[]>()
  for (const page of free) {
    for (const at of page.cells) {
      const cell = readCell(pages, page, at)
      if (cell?.payload && cell.rowid !== null) copies.set(cell.rowid, [...(copies.get(cell.rowid) ?? []), { page, at, payload: cell.payload }])
    }
  }
  if (copies.size === 0) return
  for (const page of used) {
    for (const at of page.cells) {
      const rowid = readHead(pages, page, at)?.rowid ?? null
      const found = rowid === null ? undefined : copies.get(rowid)
      const payload = found && readCell(pages, page, at)?.payload
      if (!found || !payload) continue
      for (const copy of found) {
        const record = differBarely(copy.payload, payload) ? readStoredRecord(pages, copy.page, copy.at) : null
        if (record) yield record
      }
    }
  }
}
