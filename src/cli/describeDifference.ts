import type { DifferenceSummary, TableDifference } from '../core/restore/difference/difference'
import { isAllSame, isDifferent } from '../core/restore/difference/isDifferent'
import { printable } from './describeInspection'

const plural = (count: number) => `${count} ${count === 1 ? 'record' : 'records'}`

function tableText(table: TableDifference): string {
  if (table.side === 'only-here') return `only here, ${plural(table.here)}`
  if (table.side === 'only-in-file') return `only in the file, ${plural(table.inFile)}`
  const counts = [[table.onlyHere, 'only here'], [table.onlyInFile, 'only in the file'], [table.changed, 'changed']] as const
  const differing = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
  const records = differing.length === 0 ? `the same ${plural(table.here)}` : `${differing.join(', ')}; ${plural(table.here)} here, ${table.inFile} in the file`
  return table.matchedBy === 'content' && differing.length > 0 ? `${records} (no key: compared whole)` : records
}

/** The differences of two files as calm lines of text: a table of tables, then what differs in their shape. */
export function differenceToLines(summary: DifferenceSummary): string[] {
  const { tables, objects } = summary
  const width = Math.min(40, Math.max(0, ...tables.map((table) => table.name.length)))
  const lines = tables.map((table) => `  ${table.name.padEnd(width)}  ${tableText(table)}`)
  for (const { name, shape } of tables.filter(isDifferent)) {
    for (const { field, here, inFile } of shape) lines.push(`  Field ${name}.${field}: ${here ?? 'not here'} / ${inFile ?? 'not in the file'}`)
  }
  const words = { both: 'differs', 'only-here': 'only here', 'only-in-file': 'only in the file' }
  for (const { type, name, side } of objects) lines.push(`  The ${type} ${name}: ${words[side]}`)
  lines.push(isAllSame(summary) ? 'They are the same.' : 'They differ.')
  return lines.map(printable)
}
