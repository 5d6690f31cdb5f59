import { bytesToText, concatBytes, textToBytes } from '../base/bytes'
import type { Cell } from '../base/cell'
import type { FieldDraft, RecordKey } from './bookDescription'

/**
 * Exact records for one table, from a copy of the book. They travel as bytes, so that a hundred thousand of them cross
 * workers without being copied one by one.
 */
export interface BroughtTable {
  readonly table: string
  /** CREATE TABLE, run where the book has no such table; null where it must have it. */
  readonly createSql: string | null
  /** Made before its records come: the table with the key `id` and these fields, or these fields of a table that is there. */
  readonly make?: { readonly what: 'table' | 'fields'; readonly fields: readonly FieldDraft[] }
  /**
   * `key`: a record with the same key is changed to what is brought. `content`: a record is added unless it is there often
   * enough. `record`: each line says itself which record it changes, or that it is a new one.
   */
  readonly matchedBy: 'key' | 'content' | 'record'
  /** The fields that are brought; others keep their values. */
  readonly fields: readonly string[]
  /** Those of `fields` that make the key; empty unless matched by it. */
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
  /** The record that is changed; left out, a new one. Only where lines say so themselves. */
  readonly record?: RecordKey
}

const PIECE = 1_000_000
const LINE_FEED = 10

/** Writes lines one by one. */
export interface LineWriter {
  add(line: BroughtLine): void
  /** All of them; call once. */
  end(): Uint8Array<ArrayBuffer>
}

/** Begins the lines of a `BroughtTable`: `[atLeast,[cell,…]]`, and the key of the record where one is changed. */
export function createLineWriter(): LineWriter {
  const pieces: Uint8Array[] = []
  let text = ''
  return {
    add({ cells, atLeast, record }) {
      text += `${JSON.stringify(record ? [atLeast, cells, record] : [atLeast, cells])}\n`
      if (text.length < PIECE) return
      pieces.push(textToBytes(text))
      text = ''
    },
    end: () => concatBytes([...pieces, textToBytes(text)]),
  }
}

/** Records as lines, see `createLineWriter`. */
export function writeLines(records: Iterable<BroughtLine>): Uint8Array<ArrayBuffer> {
  const writer = createLineWriter()
  for (const line of records) writer.add(line)
  return writer.end()
}

/** The records of such lines, a megabyte of text at a time. */
export function* readLines(lines: Uint8Array): Generator<BroughtLine> {
  for (let from = 0; from < lines.length; ) {
    const end = from + PIECE < lines.length ? lines.indexOf(LINE_FEED, from + PIECE) + 1 : lines.length
    const text = bytesToText(lines.subarray(from, end))
    if (text === null) throw new TypeError('lines are well-formed UTF-8')
    for (const line of text.split('\n')) {
      if (line === '') continue
      const [atLeast, cells, record] = JSON.parse(line) as [number, Cell[], Cell[]?]
      yield record ? { cells, atLeast, record } : { cells, atLeast }
    }
    from = end
  }
}
