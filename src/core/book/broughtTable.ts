import { bytesToText, concatBytes, textToBytes } from '../base/bytes'
import type { Cell } from '../base/cell'

/**
 * Exact records for one table, from a copy of the book. They travel as bytes, so that a hundred thousand of them cross
 * workers without being copied one by one.
 */
export interface BroughtTable {
  readonly table: string
  /** CREATE TABLE, run where the book has no such table; null where it must have it. */
  readonly createSql: string | null
  /** `key`: a record with the same key is changed to what is brought. `content`: a record is added unless it is there often enough. */
  readonly matchedBy: 'key' | 'content'
  /** The fields that are brought; others keep their values. */
  readonly fields: readonly string[]
  /** Those of `fields` that make the key; empty when matched by content. */
  readonly key: readonly string[]
  /** Those of `fields` that are set in new records only. */
  readonly onlyWhenNew: readonly string[]
  /** Lines of JSON in UTF-8, see `writeLines`. */
  readonly lines: Uint8Array<ArrayBuffer>
  readonly records: number
}

/** One line: the cells in the order of `fields`, and (by content) how many such records the table is to have at least. */
export interface BroughtLine {
  readonly cells: readonly Cell[]
  readonly atLeast: number
}

const PIECE = 1_000_000
const LINE_FEED = 10

/** Records as the lines of a `BroughtTable`: `[atLeast,[cell,…]]`. */
export function writeLines(records: Iterable<BroughtLine>): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = []
  let text = ''
  for (const { cells, atLeast } of records) {
    text += `${JSON.stringify([atLeast, cells])}\n`
    if (text.length < PIECE) continue
    pieces.push(textToBytes(text))
    text = ''
  }
  pieces.push(textToBytes(text))
  return concatBytes(pieces)
}

/** The records of such lines, a megabyte of text at a time. */
export function* readLines(lines: Uint8Array): Generator<BroughtLine> {
  for (let from = 0; from < lines.length; ) {
    const end = from + PIECE < lines.length ? lines.indexOf(LINE_FEED, from + PIECE) + 1 : lines.length
    const text = bytesToText(lines.subarray(from, end))
    if (text === null) throw new TypeError('lines are well-formed UTF-8')
    for (const line of text.split('\n')) {
      if (line === '') continue
      const [atLeast, cells] = JSON.parse(line) as [number, Cell[]]
      yield { cells, atLeast }
    }
    from = end
  }
}
