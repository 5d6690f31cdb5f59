import { sizeToText } from '../core/base/failureTexts'
import type { SalvagedTable, SalvageReport } from '../core/restore/salvage/salvageReport'
import { printable } from './describeInspection'

const records = (count: number) => `${count} ${count === 1 ? 'record' : 'records'}`

function lossOf({ lost, named }: SalvagedTable): string {
  const words = lost === null ? 'how many were lost cannot be told' : lost === 0 ? 'none lost' : `${lost} lost`
  return named ? `${words}; the table’s own name or fields were lost, these are made up` : words
}

/** What was salvaged and what was not, as lines of text. */
export function salvageToLines({ tables, lostPages, lostBytes, findings }: SalvageReport): string[] {
  const width = Math.min(40, Math.max(0, ...tables.map(({ name }) => name.length)))
  const counts = Math.max(0, ...tables.map(({ recovered }) => records(recovered).length))
  const bytes = lostBytes !== null && lostBytes > 0 ? [`${sizeToText(lostBytes)} of the file could not be read.`] : []
  const [headline, ...others] = findings.map(({ detail }) => detail)
  return [
    ...(headline === undefined ? [] : [headline]),
    '',
    ...tables.map((table) => `  ${table.name.padEnd(width)}  ${records(table.recovered).padStart(counts)}  ${lossOf(table)}`),
    '',
    ...others,
    ...bytes,
    ...(others.length === 0 && bytes.length === 0 && !lostPages ? ['Nothing seems to be missing.'] : []),
  ].map(printable)
}
