import { computed, shallowRef } from 'vue'
import { equalCells, type Cell } from '../../../core/base/cell'
import type { Failure } from '../../../core/base/failure'
import type { Result } from '../../../core/base/result'
import type { EditOutcome, RecordRow, TableDescription } from '../../../core/book/bookDescription'
import { initialCell } from '../../fields/initialCell'
import { fieldToText, readField } from '../../fields/readField'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'
import { useFieldContext } from '../records/useFieldContext'

/** Whether a row of the grid is the last, empty one, in which a new record is typed. */
export const isNewRow = (row: RecordRow | undefined): boolean => row?.key.length === 0

/**
 * The last row of the grid. What is typed there is kept beside the form's own draft, so that either goes on where the
 * other stopped; once nothing is missing that the record needs, it is added. With the first value that is typed come those
 * that a new record begins with, such as the day.
 */
export function useNewRow(table: () => TableDescription) {
  const book = useBookStore()
  const records = useRecordsStore()
  const context = useFieldContext()
  const cells = shallowRef<readonly Cell[]>(begin())

  function begin(): readonly Cell[] {
    const texts = book.bookId === null ? null : records.draftOf(book.bookId, table().name)
    return table().fields.map((field) => {
      const text = texts?.[field.name] ?? ''
      const read = text === '' ? null : readField(field, text, null, context.value)
      return read?.ok ? read.value : null
    })
  }

  const initials = () => table().fields.map((field) => initialCell(field, context.value, records.wallTime()))
  const initial = shallowRef<readonly Cell[]>(initials())
  const isBegun = computed(() => cells.value.some((cell, index) => cell !== null && !equalCells(cell, initial.value[index] ?? null)))
  /** Names of the fields without which the record cannot be added. */
  const missing = computed(() =>
    table().fields.flatMap((field, index) => (field.required && !field.automatic && !field.generated && (cells.value[index] ?? null) === null ? [field.name] : [])),
  )
  const row = (): RecordRow => ({ key: [], cells: cells.value })

  function keep(next: readonly Cell[]) {
    cells.value = next
    const { bookId } = book
    if (bookId === null) return
    const texts = Object.fromEntries(table().fields.flatMap((field, index) => {
      const cell = next[index] ?? null
      return cell === null ? [] : [[field.name, fieldToText(field, cell, context.value)]]
    }))
    records.keepDraft(bookId, table().name, Object.keys(texts).length > 0 ? texts : null)
  }

  const clear = () => keep(table().fields.map(() => null))

  /** Takes a value in; gives what came of adding the record, or null while something is missing. */
  async function put(index: number, cell: Cell): Promise<Result<EditOutcome, Failure> | null> {
    const isFirst = cells.value.every((one) => one === null)
    if (isFirst) initial.value = initials()
    keep((isFirst ? initial.value : cells.value).with(index, cell))
    if (!isBegun.value || missing.value.length > 0) return null
    const values = Object.fromEntries(table().fields.flatMap((field, place) => {
      const value = cells.value[place] ?? null
      // what the record would begin with, and the person took away, is given as nothing
      const isTakenAway = value === null && !field.required && (initial.value[place] ?? null) !== null
      return value === null && !isTakenAway ? [] : [[field.name, value]]
    }))
    const result = await book.edit({ type: 'addRecord', table: table().name, values })
    if (result.ok) clear()
    return result
  }

  return { row, put, clear, isBegun, missing }
}
