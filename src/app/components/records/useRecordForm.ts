import { onScopeDispose, reactive, ref, watch, type Ref } from 'vue'
import type { Cell } from '../../../core/base/cell'
import { equalCells } from '../../../core/base/cell'
import type { Failure } from '../../../core/base/failure'
import { fail, type Result } from '../../../core/base/result'
import type { EditOutcome, FieldDescription, RecordRow, TableDescription } from '../../../core/book/bookDescription'
import { useFailureText } from '../../composables/useFailureText'
import { fieldToText, readField } from '../../fields/readField'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'
import { isTypable } from './isTypable'
import { useFieldContext } from './useFieldContext'
import { useFieldProblem } from './useFieldProblem'

/**
 * What is typed into the form of one record. `row` null = a new record, which is stored by `add`; a record that exists
 * is stored field by field as the person leaves them (`saveField`). A value that does not fit, or that the database
 * refuses, stays as typed with the reason beside it.
 */
export function useRecordForm(table: Ref<TableDescription>, row: Ref<RecordRow | null>) {
  const book = useBookStore()
  const records = useRecordsStore()
  const context = useFieldContext()
  const problemText = useFieldProblem()
  const failureText = useFailureText()
  const texts = reactive<Record<string, string>>({})
  const problems = reactive<Record<string, string>>({})
  /** What the whole record is refused for; empty when it is not. */
  const refusal = ref('')
  const state = ref<'idle' | 'saving' | 'saved' | 'not-saved'>('idle')

  function cellOf(field: FieldDescription): Cell {
    return row.value?.cells[table.value.fields.indexOf(field)] ?? null
  }

  const storedText = (field: FieldDescription) => fieldToText(field, cellOf(field), context.value)
  let shown: Record<string, string> = {}

  function fill() {
    const before = shown
    shown = {}
    for (const field of table.value.fields) {
      const text = storedText(field)
      // what the person is typing stays, whatever other windows store
      if (texts[field.name] === undefined || texts[field.name] === before[field.name]) texts[field.name] = text
      shown[field.name] = text
    }
  }
  // a new record that was begun and left is still there when the person comes back
  const { bookId } = book
  const tableName = table.value.name
  if (!row.value && bookId !== null) Object.assign(texts, records.draftOf(bookId, tableName))
  watch([table, row], fill, { immediate: true })
  onScopeDispose(() => {
    if (row.value || bookId === null) return
    const isBegun = state.value !== 'saved' && Object.entries(texts).some(([name, text]) => text !== shown[name])
    records.keepDraft(bookId, tableName, isBegun ? { ...texts } : null)
  })

  /** Empties the form for the next new record. */
  function clear() {
    state.value = 'idle'
    for (const name of Object.keys(texts)) delete texts[name]
    for (const name of Object.keys(problems)) delete problems[name]
    refusal.value = ''
    shown = {}
    fill()
  }

  function readTyped(field: FieldDescription): Result<Cell, string> {
    const result = readField(field, texts[field.name] ?? '', cellOf(field), context.value)
    if (result.ok) {
      delete problems[field.name]
      return result
    }
    const text = problemText(result.failure)
    problems[field.name] = text
    return fail(text)
  }

  function refuse(failure: Failure) {
    state.value = 'not-saved'
    const text = failureText(failure)
    if (failure.type === 'ValueDoesNotFit' && table.value.fields.some((field) => field.name === failure.field)) {
      problems[failure.field] = `${text.detail} ${text.nextStep}`
    } else refusal.value = `${text.title}. ${text.detail} ${text.nextStep}`
  }

  /** Stores one field of a record that exists, when it holds something else than before. */
  async function saveField(field: FieldDescription): Promise<void> {
    const current = row.value
    if (!current || !isTypable(field, false)) return
    const typed = readTyped(field)
    if (!typed.ok) {
      state.value = 'not-saved'
      return
    }
    const before = cellOf(field)
    if (equalCells(typed.value, before)) {
      texts[field.name] = storedText(field)
      return
    }
    state.value = 'saving'
    refusal.value = ''
    const typedText = texts[field.name]
    const result = await book.edit({ type: 'changeRecord', table: table.value.name, key: current.key, values: { [field.name]: typed.value } })
    if (!result.ok) {
      refuse(result.failure)
      return
    }
    state.value = 'saved'
    // as the field writes it from now on, unless the person went on typing
    shown[field.name] = fieldToText(field, typed.value, context.value)
    if (texts[field.name] === typedText) texts[field.name] = shown[field.name] ?? ''
  }

  /** Stores the new record; null when something does not fit. */
  async function add(): Promise<EditOutcome | null> {
    refusal.value = ''
    const values: Record<string, Cell> = {}
    let fits = true
    for (const field of table.value.fields) {
      if (!isTypable(field, true)) continue
      const typed = readTyped(field)
      if (!typed.ok) fits = false
      else if (typed.value !== null) values[field.name] = typed.value
    }
    if (!fits) {
      state.value = 'not-saved'
      return null
    }
    state.value = 'saving'
    const result = await book.edit({ type: 'addRecord', table: table.value.name, values })
    if (!result.ok) {
      refuse(result.failure)
      return null
    }
    state.value = 'saved'
    return result.value
  }

  return { texts, problems, refusal, state, cellOf, saveField, add, clear }
}
