import { useDebounceFn } from '@vueuse/core'
import { computed, onScopeDispose, reactive, ref, toRaw, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Cell } from '../../../core/base/cell'
import { equalCells } from '../../../core/base/cell'
import type { Failure } from '../../../core/base/failure'
import { fail, type Result } from '../../../core/base/result'
import type { EditOutcome, FieldDescription, RecordRow, TableDescription } from '../../../core/book/bookDescription'
import { useFailureText } from '../../composables/useFailureText'
import { initialText } from '../../fields/initialText'
import { fieldToText, readField } from '../../fields/readField'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'
import { useClient } from '../../useClient'
import { findDuplicate } from './findDuplicate'
import { isTypable } from './isTypable'
import { NEW_RECORD, recordKeyToPath } from './recordKeyPath'
import { refusedFields } from './refusedFields'
import { useFieldContext } from './useFieldContext'
import { useFieldProblem } from './useFieldProblem'
import { useReferenceLabels } from './useReferenceLabels'

/** What a new record begins with, besides what its fields say themselves. */
export type RecordPreset = Readonly<Record<string, Cell>>

/** How long after the last key a draft is kept. */
const PAUSE = 400

/**
 * What is typed into the form of one record; `row` null = a new one. Nothing is stored until `submit`, and then all of it
 * as one change. A value that does not fit, or that the book refuses, stays as typed with the reason beside it; what is
 * typed is kept as a draft until it is stored or given up. `keepsDraft` false: for forms that stand on another one.
 */
export function useRecordForm(table: Ref<TableDescription>, row: Ref<RecordRow | null>, options: { preset?: RecordPreset | null; keepsDraft?: boolean } = {}) {
  const client = useClient()
  const book = useBookStore()
  const records = useRecordsStore()
  const context = useFieldContext()
  const problemText = useFieldProblem()
  const failureText = useFailureText()
  const { label } = useReferenceLabels()
  const { t } = useI18n()
  const texts = reactive<Record<string, string>>({})
  /** What the fields hold in the book, as texts. */
  const stored = reactive<Record<string, string>>({})
  const problems = reactive<Record<string, string>>({})
  /** What the whole record is refused for; empty when it is not. */
  const refusal = ref('')
  const saving = ref(false)

  const { bookId } = book
  const tableName = table.value.name
  // a new record that begins with something given is another one than the plain new record
  const recordPath = row.value ? recordKeyToPath(row.value.key) : options.preset ? `${NEW_RECORD} ${JSON.stringify(options.preset)}` : NEW_RECORD
  const startedAt = records.wallTime()

  const cellOf = (field: FieldDescription): Cell => row.value?.cells[table.value.fields.indexOf(field)] ?? null
  const typable = computed(() => table.value.fields.filter((field) => table.value.readOnly === null && isTypable(field, row.value === null)))

  function storedText(field: FieldDescription): string {
    if (row.value) return fieldToText(field, cellOf(field), context.value)
    const given = options.preset?.[field.name]
    return given === undefined ? initialText(field, context.value, startedAt) : fieldToText(field, given, context.value)
  }

  function fill() {
    for (const field of table.value.fields) {
      const text = storedText(field)
      // what the person is typing stays, whatever other windows store
      if (texts[field.name] === undefined || texts[field.name] === stored[field.name]) texts[field.name] = text
      stored[field.name] = text
    }
  }

  const changed = computed(() => typable.value.filter(({ name }) => texts[name] !== stored[name]))
  const isChanged = (field: FieldDescription) => texts[field.name] !== stored[field.name]

  const keepsDraft = options.keepsDraft !== false && bookId !== null
  /** What was begun another time is there again. */
  const draft = keepsDraft ? records.draftOf(bookId, tableName, recordPath) : null
  if (draft) Object.assign(texts, draft)
  watch([table, row, context], fill, { immediate: true })

  const typedTexts = () => (changed.value.length === 0 ? null : Object.fromEntries(changed.value.map(({ name }) => [name, toRaw(texts)[name] ?? ''])))

  function keep() {
    if (keepsDraft) records.keepDraft(bookId, tableName, typedTexts(), recordPath)
  }
  let gone = false
  // a form that is gone has kept its draft: another one may have stored it since
  watch(texts, useDebounceFn(() => !gone && keep(), PAUSE))
  onScopeDispose(() => {
    keep()
    gone = true
  })

  /** The form as the book has the record. */
  function reset() {
    for (const name of Object.keys(problems)) delete problems[name]
    refusal.value = ''
    Object.assign(texts, stored)
    keep()
  }

  /** Lets go of all that was typed. Gives the way to have it back as a draft; null when nothing was typed. */
  function giveUp(): (() => void) | null {
    const typed = typedTexts()
    reset()
    if (!typed || bookId === null) return null
    return () => records.keepDraft(bookId, tableName, typed, recordPath)
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

  /** Whether another record has the value already; if so, that stands beside the field. */
  async function isTaken(field: FieldDescription, cell: Cell): Promise<boolean> {
    if (bookId === null) return false
    const text = texts[field.name]
    const other = await findDuplicate(client, bookId, table.value, field, cell, row.value?.key ?? null)
    if (!other || texts[field.name] !== text) return false
    problems[field.name] = t('record.problems.taken', { record: label(table.value, other) || recordKeyToPath(other.key) })
    return true
  }

  /** The person is done with a field for now: says what is wrong with it, unless it was only passed. */
  async function leave(field: FieldDescription): Promise<void> {
    if (!isChanged(field)) {
      // nothing was typed: what the book holds is no mistake of theirs
      if (row.value) delete problems[field.name]
      return
    }
    const typed = readTyped(field)
    if (typed.ok) await isTaken(field, typed.value)
  }

  /** A problem that is shown goes as soon as it is mended. */
  function recheck(field: FieldDescription): void {
    if (problems[field.name] !== undefined) readTyped(field)
  }

  function refuse(failure: Failure) {
    const text = failureText(failure)
    const fields = refusedFields(failure, table.value)
    for (const field of fields) problems[field] = `${text.detail} ${text.nextStep}`
    if (fields.length === 0) refusal.value = `${text.title}. ${text.detail} ${text.nextStep}`
  }

  /** What is to be stored; null when something does not fit. */
  async function readValues(): Promise<Record<string, Cell> | null> {
    const values: Record<string, Cell> = {}
    let fits = true
    for (const field of typable.value) {
      if (row.value && !isChanged(field)) continue
      const typed = readTyped(field)
      if (!typed.ok || (await isTaken(field, typed.value))) fits = false
      else if (row.value ? !equalCells(typed.value, cellOf(field)) : typed.value !== null || isEmptied(field)) values[field.name] = typed.value
    }
    return fits ? values : null
  }

  /** Whether the person took away what the field of a new record began with. */
  const isEmptied = (field: FieldDescription) => stored[field.name] !== '' && (texts[field.name] ?? '').trim() === '' && !field.required

  /** Stores what was typed as one change; `unchanged` when that is nothing, null when something does not fit. */
  async function submit(): Promise<EditOutcome | 'unchanged' | null> {
    if (saving.value) return null
    refusal.value = ''
    saving.value = true
    const result = await store().finally(() => (saving.value = false))
    if (result === null || (result !== 'unchanged' && !result.ok)) {
      if (result) refuse(result.failure)
      return null
    }
    if (row.value) for (const { name } of typable.value) stored[name] = texts[name] ?? ''
    else reset()
    keep()
    return result === 'unchanged' ? result : result.value
  }

  async function store() {
    const values = await readValues()
    if (values === null) return null
    const current = row.value
    if (!current) return book.edit({ type: 'addRecord', table: tableName, values })
    if (Object.keys(values).length === 0) return 'unchanged'
    return book.edit({ type: 'changeRecord', table: tableName, key: current.key, values })
  }

  return { texts, problems, refusal, saving, changed, typable, hasDraft: draft !== null, cellOf, isChanged, leave, recheck, submit, giveUp }
}
