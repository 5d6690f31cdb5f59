import { uint32At } from '../fileBytes'
import { isInterior, readBTreePage, type BTreePage } from './bTreePage'
import { pageEnd, pageStart, type DamagedPages } from './damagedPages'
import { readVarint, varintLength, type Whole } from './varint'

/** What a cell holds: its key in a table, and where its record lies. */
export interface Cell {
  /** Null in an index. */
  readonly rowid: Whole | null
  /** The record's bytes; null where they are not all there, and in the inner pages of a table, which hold none. */
  readonly payload: Uint8Array | null
  /** Places in `payload` where a whole sector lies that holds nothing but one byte: what a torn write leaves. */
  readonly blanks: readonly Blank[]
}

/** A stretch of a payload, `from` inclusive, `to` exclusive. */
export interface Blank {
  readonly from: number
  readonly to: number
}

const SECTOR = 512
const NO_BLANKS: readonly Blank[] = []

/** Where the record of a cell begins, and how long the cell says that it is. */
export interface CellHead {
  readonly rowid: Whole | null
  readonly payloadAt: number
  readonly payloadSize: number
  /** Bytes of the payload that lie in the page itself. */
  readonly local: number
}

/** How much of a payload stays in its page: https://sqlite.org/fileformat2.html#cell_payload_overflow_pages */
function localSize(usable: number, size: number, inTable: boolean): number {
  const most = inTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  if (size <= most) return size
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const wanted = least + ((size - least) % (usable - 4))
  return wanted <= most ? wanted : least
}

/** Reads what stands before a record. Null where it makes no sense. */
export function readHead(pages: DamagedPages, page: BTreePage, cell: number): CellHead | null {
  const { bytes } = pages
  let at = cell + (isInterior(page.kind) ? 4 : 0)
  if (page.kind === 'table-interior') return { rowid: readVarint(bytes, at), payloadAt: at + varintLength(bytes, at), payloadSize: 0, local: 0 }
  const size = readVarint(bytes, at)
  at += varintLength(bytes, at)
  if (typeof size !== 'number' || size < 2) return null
  const inTable = page.kind === 'table-leaf'
  const rowid = inTable ? readVarint(bytes, at) : null
  if (inTable) at += varintLength(bytes, at)
  return { rowid, payloadAt: at, payloadSize: size, local: localSize(pages.usable, size, inTable) }
}

/** Bytes that a cell takes in its page; null where it makes no sense. */
export function measureCell(pages: DamagedPages, page: BTreePage, cell: number): number | null {
  const head = readHead(pages, page, cell)
  if (!head) return null
  return Math.max(4, head.payloadAt + head.local + (head.local < head.payloadSize ? 4 : 0) - cell)
}

/** The sectors between `from` and `to` that are blank from end to end, as places in the file. */
export function blankSectors(bytes: Uint8Array, from: number, to: number): Blank[] {
  const blanks: Blank[] = []
  for (let at = Math.floor(from / SECTOR) * SECTOR; at < to; at += SECTOR) {
    const first = bytes[at]
    if (first !== 0 && first !== 255) continue
    const end = Math.min(at + SECTOR, bytes.length)
    let i = at + 1
    while (i < end && bytes[i] === first) i++
    if (i === end) blanks.push({ from: at, to: end })
  }
  return blanks
}

/** Reads the chain of pages that the rest of a long payload lies in. Null where it leads nowhere or does not end where it should. */
function readOverflow(pages: DamagedPages, first: number, length: number): { parts: Uint8Array[]; blanks: Blank[] } | null {
  const { bytes } = pages
  const parts: Uint8Array[] = []
  const blanks: Blank[] = []
  const seen = new Set<number>()
  let number = first
  let done = 0
  while (done < length) {
    if (number < 2 || number > pages.count || seen.has(number)) return null
    seen.add(number)
    const start = pageStart(pages, number)
    const size = Math.min(pages.usable - 4, length - done)
    if (start + 4 + size > bytes.length) return null
    parts.push(bytes.subarray(start + 4, start + 4 + size))
    for (const { from, to } of blankSectors(bytes, start + 4, start + 4 + size)) {
      blanks.push({ from: done + Math.max(0, from - start - 4), to: done + Math.min(size, to - start - 4) })
    }
    number = uint32At(bytes, start)
    done += size
  }
  // a chain that was led astray runs on into another; a last pointer that leads to no such page was spoilt by itself
  const endsHere = number === 0 || number > pages.count || readBTreePage(pages, number) !== null
  return endsHere ? { parts, blanks } : null
}

/** Reads a cell with its whole payload. Null where the cell makes no sense. */
export function readCell(pages: DamagedPages, page: BTreePage, cell: number): Cell | null {
  const head = readHead(pages, page, cell)
  const end = pageEnd(pages, page.number)
  if (!head || head.payloadAt > end) return null
  const { rowid, payloadAt, payloadSize, local } = head
  if (page.kind === 'table-interior') return { rowid, payload: null, blanks: NO_BLANKS }
  const lost = { rowid, payload: null, blanks: NO_BLANKS }
  if (payloadSize > pages.bytes.length) return null
  if (payloadAt + local + (local < payloadSize ? 4 : 0) > end) return null
  const here = pages.bytes.subarray(payloadAt, payloadAt + local)
  // the two bytes before a payload are never blank in a whole sector with it, so looking from its start is enough
  const blanks = blankSectors(pages.bytes, payloadAt, payloadAt + local).map(({ from, to }) => ({ from: Math.max(0, from - payloadAt), to: Math.min(local, to - payloadAt) }))
  if (local === payloadSize) return { rowid, payload: here, blanks: blanks.length === 0 ? NO_BLANKS : blanks }
  const rest = readOverflow(pages, uint32At(pages.bytes, payloadAt + local), payloadSize - local)
  if (!rest) return lost
  const payload = new Uint8Array(payloadSize)
  payload.set(here)
  let at = local
  for (const part of rest.parts) {
    payload.set(part, at)
    at += part.length
  }
  return { rowid, payload, blanks: [...blanks, ...rest.blanks.map(({ from, to }) => ({ from: from + local, to: to + local }))] }
}
