import { listNames } from '../checkDatabase'
import type { Finding, FindingCode } from '../inspection'
import type { SalvagedTable } from './salvageReport'

/** A finding of a salvage; nothing that it finds keeps the rest from being used. */
export const warning = (code: FindingCode, detail: string): Finding => ({ code, severity: 'warning', detail })

/** A finding that names things, if there are any. */
export const named = (code: FindingCode, words: string, names: readonly string[]): Finding[] => (names.length === 0 ? [] : [warning(code, `${words}: ${listNames(names)}.`)])

/** How many places, in words. */
export const places = (count: number): string => (count === 1 ? 'one place' : `${count} places`)

/** What every report begins with. */
export function headline(tables: readonly SalvagedTable[]): Finding {
  const recovered = tables.reduce((sum, table) => sum + table.recovered, 0)
  const filled = tables.filter((table) => table.recovered > 0).length
  return warning('salvaged', `${recovered} ${recovered === 1 ? 'record was' : 'records were'} read from ${filled} ${filled === 1 ? 'table' : 'tables'}.`)
}

/** Files of other programs cannot prove any of their values. */
export const hasNoSums: Finding = warning('salvaged', 'The records carry no check sums: a value that the damage changed cannot be told from a right one.')
