import type { ForeignRecord } from '../restore/foreign/foreignSource'
import type { RefusedRow, RefusedValue } from './importPlan'
import { shownValue } from './rowReader'

/** Refused rows that are listed; the others are counted. */
export const MAX_LISTED = 1_000

/** The rows that do not fit, the first of them with what stands in them, so that they can be mended. */
export function createRefusedRows(columns: number) {
  const listed = new Map<number, { readonly record: ForeignRecord; readonly problems: readonly RefusedValue[] }>()
  let count = 0
  const show = (row: number, record: ForeignRecord, problems: readonly RefusedValue[]): RefusedRow => ({
    row,
    problems,
    values: Array.from({ length: columns }, (_, i) => shownValue(record[i])),
  })
  return {
    get count() {
      return count
    },
    /** Whether one more would be listed. */
    hasRoom: () => listed.size < MAX_LISTED,
    /** `always`: it is listed however many there are. */
    add(row: number, record: ForeignRecord, problems: readonly RefusedValue[], always: boolean): void {
      count++
      if (always || listed.size < MAX_LISTED) listed.set(row, { record: [...record], problems })
    },
    /** What stands in a listed row, with what was mended in it; undefined where it is not listed. */
    recordOf: (row: number) => listed.get(row)?.record,
    /** Something else stands in a listed row by now, which does not fit either. */
    replace(row: number, record: ForeignRecord, problems: readonly RefusedValue[]): RefusedRow {
      listed.set(row, { record, problems })
      return show(row, record, problems)
    },
    /** It fits by now. */
    remove(row: number): void {
      if (listed.delete(row)) count--
    },
    /** The listed ones, in the order of the file. */
    list: (): RefusedRow[] => [...listed].sort(([a], [b]) => a - b).map(([row, { record, problems }]) => show(row, record, problems)),
  }
}
