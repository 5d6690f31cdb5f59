import { computed, shallowRef } from 'vue'
import type { RecordKey } from '../../../core/book/bookDescription'
import type { BringInSelection, TableDifference } from '../../../core/restore/difference/difference'

/** How many records of a table can be brought in: those that only the file has, and those that are otherwise in it. */
export const bringable = (table: Pick<TableDifference, 'onlyInFile' | 'changed'>) => table.onlyInFile + table.changed

/** Which differing records a person chose to bring in: whole tables, or single records of them. */
export function useChosenRecords() {
  /** By table: everything, or the records by their keys as JSON. */
  const chosen = shallowRef<ReadonlyMap<string, 'all' | ReadonlyMap<string, RecordKey>>>(new Map())

  const stateOf = (table: string): 'all' | 'some' | 'none' => {
    const records = chosen.value.get(table)
    return records === undefined ? 'none' : records === 'all' ? 'all' : 'some'
  }
  const hasRecord = (table: string, key: RecordKey): boolean => {
    const records = chosen.value.get(table)
    return records !== undefined && (records === 'all' || records.has(JSON.stringify(key)))
  }

  function set(table: string, records: 'all' | ReadonlyMap<string, RecordKey>): void {
    const next = new Map(chosen.value)
    if (records === 'all' || records.size > 0) next.set(table, records)
    else next.delete(table)
    chosen.value = next
  }

  const toggleTable = (table: string) => set(table, stateOf(table) === 'all' ? new Map() : 'all')

  /** A single record; where the whole table is chosen, that stands. */
  function toggleRecord(table: string, key: RecordKey): void {
    const records = chosen.value.get(table) ?? new Map<string, RecordKey>()
    if (records === 'all') return
    const next = new Map(records)
    const id = JSON.stringify(key)
    if (!next.delete(id)) next.set(id, key)
    set(table, next)
  }

  const selection = computed<BringInSelection>(() => ({
    tables: [...chosen.value].map(([table, records]) => ({ table, keys: records === 'all' ? 'all' : [...records.values()] })),
  }))

  /** How many records are chosen, given what differs. */
  const countIn = (tables: readonly TableDifference[]): number =>
    tables.reduce((sum, table) => {
      const records = chosen.value.get(table.name)
      return sum + (records === undefined ? 0 : records === 'all' ? bringable(table) : records.size)
    }, 0)

  const clear = () => (chosen.value = new Map())

  return { selection, stateOf, hasRecord, toggleTable, toggleRecord, countIn, clear }
}
