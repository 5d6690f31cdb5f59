import { listNames } from '../checkDatabase'
import type { Finding } from '../inspection'
import { namesFinding } from './describeLoading'
import { columnLetters, isHeaderRow } from './fieldNames'
import type { ForeignSource, ForeignValue } from './foreignSource'

/** A sheet as it was read: rows of values, as wide as the widest. */
export interface Sheet {
  readonly name: string
  readonly rows: readonly (readonly ForeignValue[])[]
}

/** The table that a sheet is. */
interface SheetTable {
  readonly name: string
  readonly fields: readonly string[]
  /** The columns that hold something, as places in the rows. */
  readonly columns: readonly number[]
  readonly records: readonly (readonly ForeignValue[])[]
  readonly hasHeader: boolean
  /** Rows above the field names were left behind. */
  readonly titled: boolean
}

/** Rows above the field names that may be a title. */
const MAX_TITLE = 3

/** The field names in a row, one for each column; null where it is no row of names. */
function readHeader(row: readonly ForeignValue[] | undefined, columns: readonly number[]): string[] | null {
  const names: string[] = []
  for (const column of columns) {
    const cell = row?.[column] ?? null
    if (cell !== null && typeof cell !== 'string') return null
    names.push(cell?.trim() ?? '')
  }
  const blank = names.filter((name) => name === '').length
  return isHeaderRow(names) && (blank === 0 || blank * 3 <= names.length) ? names : null
}

/** Where the field names stand: in the first row, or below a title; -1 where there are none. */
function findHeader(rows: readonly (readonly ForeignValue[])[], columns: readonly number[]): number {
  for (let i = 0; i < Math.min(rows.length - 1, MAX_TITLE + 1); i++) {
    if (readHeader(rows[i], columns)) return i
    if (columns.length < 2 || (rows[i] ?? []).filter((value) => value !== null).length > 1) return -1
  }
  return -1
}

function toTable({ name, rows }: Sheet): SheetTable | null {
  const filled = rows.filter((row) => row.some((value) => value !== null))
  if (filled.length === 0) return null
  const used = new Set<number>()
  for (const row of filled) for (const [i, value] of row.entries()) if (value !== null) used.add(i)
  const columns = [...used].sort((a, b) => a - b)
  const header = findHeader(filled, columns)
  const names = readHeader(filled[header], columns)
  const fields = columns.map((column, i) => names?.[i] || columnLetters(column))
  return { name, fields, columns, records: filled.slice(header + 1), hasHeader: names !== null, titled: header > 0 }
}

/** The sheets of a workbook as a source: each with something in it is a table. `findings` are those of the workbook. */
export function sheetSource(sheets: readonly Sheet[], findings: readonly Finding[]): ForeignSource {
  const tables = sheets.map(toTable)
  const own: Finding[] = [
    ...namesFinding('converted', 'info', 'Sheets without a row of names; their fields are named like their columns',
      tables.flatMap((table) => (table && !table.hasHeader ? [table.name] : []))),
    ...namesFinding('not-carried', 'warning', 'The rows above the field names are not taken in', tables.flatMap((table) => (table?.titled ? [table.name] : []))),
    ...namesFinding('not-carried', 'info', 'Empty sheets are not taken in', sheets.filter((_, i) => tables[i] === null).map(({ name }) => name)),
  ]
  return {
    textual: false,
    async read(listener, work) {
      for (const [index, table] of tables.filter((table) => table !== null).entries()) {
        listener.table({ index, name: table.name, fields: table.fields })
        for (const row of table.records) listener.record({ index, name: table.name, fields: table.fields }, table.columns.map((i) => row[i] ?? null))
        work.report({ step: 'reading', done: index + 1, total: tables.length })
        const paused = await work.pause()
        if (!paused.ok) return { kind: 'cancelled', failure: paused.failure }
      }
      return { kind: 'whole', dropped: new Set(), findings: [...own, ...findings] }
    },
  }
}

/** Parts of a workbook that are no values, by where they lie in it. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^xl\/(threaded)?comments/i, 'comments'],
  [/^xl\/media\//i, 'pictures'],
  [/^xl\/charts\//i, 'charts'],
  [/^xl\/vbaProject/i, 'macros'],
  [/^xl\/pivotTables\//i, 'pivot tables'],
  [/^xl\/(externalLinks|connections)/i, 'links to other files'],
]

/** What of a workbook stays behind because it is no value, told from the files inside it. */
export function describeParts(names: readonly string[]): Finding[] {
  const found = PARTS.filter(([pattern]) => names.some((name) => pattern.test(name))).map(([, words]) => words)
  return found.length === 0 ? [] : [{ code: 'not-carried', severity: 'warning', detail: `Only values are taken in. Left behind: ${listNames(found)}.` }]
}
