import type { TableOnBothSides } from './compareTables'

/**
 * What restoring does to one table, where it takes something away or puts it back. Told by the numbers of records: `gone`
 * with the table, `fewer`, or some `changed`; told record by record: how many `goes`, and how many `changes` back.
 */
export interface LossLine {
  readonly table: string
  readonly what: 'gone' | 'fewer' | 'changed' | 'goes' | 'changes'
  /** Records; 0 where they cannot be counted. */
  readonly records: number
}

/** The tables in which restoring takes away or puts back something that this device has, in the order given. */
export function lossLines(tables: readonly TableOnBothSides[]): readonly LossLine[] {
  return tables.flatMap(({ name: table, standing, difference, here }): LossLine[] => {
    if (standing === 'only-here') return [{ table, what: 'gone', records: here ?? 0 }]
    if (standing === 'differs' && difference !== null && difference < 0) return [{ table, what: 'fewer', records: -difference }]
    return standing === 'differs' || standing === 'changed' ? [{ table, what: 'changed', records: 0 }] : []
  })
}
