import type { Cell } from '../../base/cell'
import type { Failure } from '../../base/failure'
import { ok, type Result } from '../../base/result'
import type { FieldKind } from '../../book/bookDescription'
import { cellToCsv, csvLine, gatherLines, textToCsv } from '../../book/csv'
import type { DifferenceIndex } from './compareBooks'
import type { ComparedTable } from './comparedTable'
import type { DifferenceQuery, RecordDifferenceKind } from './difference'
import { findCompared, readAllDifferences } from './readDifferences'

const WORDS: Readonly<Record<RecordDifferenceKind, string>> = { 'only-here': 'only here', 'only-in-file': 'only in the file', changed: 'changed' }

function kindsOf(table: ComparedTable): FieldKind[] {
  const known = [table.here, table.there].flatMap((side) => side?.table.fields ?? [])
  return table.fields.map((name) => known.find((field) => field.name.toLowerCase() === name.toLowerCase())?.kind ?? 'text')
}

function* lines(index: DifferenceIndex, table: ComparedTable, query: Omit<DifferenceQuery, 'from' | 'count'>, digits: number): Generator<string> {
  const kinds = kindsOf(table)
  const value = (cells: readonly Cell[] | null, i: number) => cellToCsv(cells?.[i] ?? null, kinds[i] ?? 'text', digits)
  yield csvLine(['difference', ...table.fields.flatMap((name) => [textToCsv(`${name} (here)`), textToCsv(`${name} (file)`)])])
  for (const differences of readAllDifferences(index, table, query)) {
    for (const { kind, here, inFile } of differences) yield csvLine([WORDS[kind], ...table.fields.flatMap((_, i) => [value(here, i), value(inFile, i)])])
  }
}

/**
 * All differing records of a query as CSV in pieces, the values of both sides next to each other. `digits`: how many
 * the book's money has after the point. Fails with `TableNotFound` or `FieldNotFound`.
 */
export function differencesToCsv(index: DifferenceIndex, query: Omit<DifferenceQuery, 'from' | 'count'>, digits: number): Result<Generator<Uint8Array<ArrayBuffer>>, Failure> {
  const table = findCompared(index, query.table)
  if (!table.ok) return table
  const first = readAllDifferences(index, table.value, query).next()
  if (first.done && !first.value.ok) return first.value
  return ok(gatherLines(lines(index, table.value, query, digits)))
}
