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
}

function toTable({ name, rows }: Sheet): SheetTable | null {
  const filled = rows.filter((row) => row.some((value) => value !== null))
  const [first] = filled
  if (!first) return null
  const used = new Set<number>()
  for (const row of filled) for (const [i, value] of row.entries()) if (value !== null) used.add(i)
  const columns = [...used].sort((a, b) => a - b)
  const names = columns.map((i) => first[i] ?? null)
  const hasHeader = filled.length > 1 && names.every((cell) => cell === null || typeof cell === 'string') && isHeaderRow(names.map((cell) => (typeof cell === 'string' ? cell : '')))
  const fields = columns.map((column, i) => {
    const heading = names[i]
    return hasHeader && typeof heading === 'string' && heading.trim() !== '' ? heading.trim() : columnLetters(column)
  })
  return { name, fields, columns, records: hasHeader ? filled.slice(1) : filled, hasHeader }
}

/** The sheets of a workbook as a source: each with something in it is a table. `findings` are those of the workbook. */
export function sheetSource(sheets: readonly Sheet[], findings: readonly Finding[]): ForeignSource {
  const tables = sheets.map(toTable)
  const own: Finding[] = [
    ...namesFinding('converted', 'info', 'Sheets without a row of names; their fields are named like their columns',
      tables.flatMap((table) => (table && !table.hasHeader ? [table.name] : []))),
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
