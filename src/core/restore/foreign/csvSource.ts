import type * as Papa from 'papaparse'
import type { Work } from '../../base/progress'
import type { Finding } from '../inspection'
import type { CsvLayout } from './detectCsv'
import { isHeaderRow } from './fieldNames'
import { damagedStop, type ForeignListener, type ForeignPass, type ForeignSource, type ForeignStop } from './foreignSource'

/** What a CSV file is read with. */
export interface CsvReading {
  /** The library, fetched by whoever needs it. */
  readonly papa: typeof Papa
  readonly layout: CsvLayout
  readonly encoding: 'utf-8' | 'windows-1252'
  /** The table's name. */
  readonly name: string
  /** Bytes, for the progress; 0 = not known. */
  readonly size: number
  open(): AsyncIterable<Uint8Array>
}

/** Characters that one line may have; a quote that never ends would otherwise be the whole file. */
const MAX_LINE = 64 * 1024 * 1024
const LISTED = 5

/** Rows that are narrower or wider than the first. */
function createRaggedRows() {
  const rows: number[] = []
  let count = 0
  return {
    note(row: number) {
      count++
      if (rows.length < LISTED) rows.push(row)
    },
    get count() {
      return count
    },
    findings(): Finding[] {
      if (count === 0) return []
      const more = count > rows.length ? ` and ${count - rows.length} more` : ''
      const detail = `These rows have more or fewer cells than the first: ${rows.join(', ')}${more}. Missing cells are empty, others are in fields of their own.`
      return [{ code: 'not-carried', severity: 'warning', detail }]
    },
  }
}

/** Takes rows in and gives them on as records of one table. */
function createRowTaker(listener: ForeignListener, name: string) {
  const fields: string[] = []
  const table = { index: 0, name, fields }
  const ragged = createRaggedRows()
  let rows = 0
  let hasHeader = true
  let width = 0
  let last: 'full' | 'short' = 'full'

  function begin(row: readonly string[]): boolean {
    width = row.length
    hasHeader = isHeaderRow(row)
    fields.push(...row.map((cell, i) => (hasHeader && cell.trim() !== '' ? cell.trim() : `column_${i + 1}`)))
    listener.table(table)
    return hasHeader
  }

  return {
    row(row: readonly string[]) {
      if (row.length === 1 && row[0] === '') return
      // the line that names the delimiter, with the delimiter at its end
      if (rows === 0 && row.length === 2 && row[1] === '' && row[0]?.toLowerCase() === 'sep=') return
      rows++
      if (rows === 1 && begin(row)) return
      last = row.length < width ? 'short' : 'full'
      if (row.length !== width) ragged.note(rows)
      while (fields.length < row.length) fields.push(`column_${fields.length + 1}`)
      listener.record(table, row)
    },
    /** The last row is narrower than all before it. */
    get cutOff() {
      return last === 'short' && ragged.count === 1
    },
    get rows() {
      return rows
    },
    findings(): Finding[] {
      const unnamed: Finding[] = hasHeader ? [] : [{ code: 'converted', severity: 'info', detail: 'It has no row of names; its fields are named by their place.' }]
      return [...unnamed, ...ragged.findings()]
    },
  }
}

function stripReturn(row: string[]): string[] {
  const last = row.length - 1
  if (row[last]?.endsWith('\r')) row[last] = row[last].slice(0, -1)
  return row
}

/** A file of separated values (RFC 4180 and its kin) as a source of one table. All its values are texts. */
export function csvSource({ papa, layout, encoding, name, size, open }: CsvReading): ForeignSource {
  /** Parses the whole rows of a text; gives how far they reach, or what is wrong. */
  function parse(text: string, last: boolean, taker: ReturnType<typeof createRowTaker>): number | ForeignStop {
    const { delimiter, newline, mixed } = layout
    const parsed = new papa.Parser({ delimiter, newline, header: false }).parse(text, 0, !last) as Papa.ParseResult<string[]>
    // what is said of a row that is not whole yet does not count
    const error = parsed.errors.find(({ row }) => row === undefined || row < parsed.data.length)
    if (error?.code === 'MissingQuotes') return damagedStop('truncated', 'It ends inside a quoted cell.')
    for (const row of parsed.data) taker.row(mixed ? stripReturn(row) : row)
    return error ? damagedStop('corrupt', `A quoted cell does not end as it should, near row ${taker.rows - parsed.data.length + (error.row ?? 0) + 1}.`) : parsed.meta.cursor
  }

  async function read(listener: ForeignListener, work: Work): Promise<ForeignPass | ForeignStop> {
    const decoder = new TextDecoder(encoding, { fatal: true })
    const taker = createRowTaker(listener, name)
    let text = ''
    let enough = 0
    let done = 0
    for await (const chunk of open()) {
      text += decoder.decode(chunk, { stream: true })
      if (text.length > MAX_LINE) return { kind: 'refused', finding: { code: 'too-large', severity: 'error', detail: 'One of its rows is larger than can be taken in here.' } }
      // a row that is not whole is looked at again only when there is twice as much of it, or it would take ever longer
      if (text.length >= enough) {
        const reach = parse(text, false, taker)
        if (typeof reach !== 'number') return reach
        text = text.slice(reach)
        enough = text.length * 2
      }
      done += chunk.length
      work.report({ step: 'reading', done, total: size })
      const paused = await work.pause()
      if (!paused.ok) return { kind: 'cancelled', failure: paused.failure }
    }
    text += decoder.decode()
    const whole = parse(text, false, taker)
    if (typeof whole !== 'number') return whole
    text = text.slice(whole)
    const complete = text === ''
    if (!complete) {
      const reach = parse(text, true, taker)
      if (typeof reach !== 'number') return reach
    }
    if (!complete && taker.cutOff) return damagedStop('truncated', 'Its last row breaks off before its last cell.')
    return { kind: 'whole', findings: taker.findings(), dropped: new Set() }
  }

  return { textual: true, read }
}
