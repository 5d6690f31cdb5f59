import type { DifferenceSummary, TableDifference } from './difference'

/** Whether a table has a record or a field on one side that the other has not, or has otherwise. */
export function isDifferent(table: TableDifference): boolean {
  return table.side !== 'both' || table.onlyHere + table.onlyInFile + table.changed + table.shape.length > 0
}

/** Whether two books are the same in every record, field and object. */
export function isAllSame({ tables, objects }: DifferenceSummary): boolean {
  return objects.length === 0 && !tables.some(isDifferent)
}
