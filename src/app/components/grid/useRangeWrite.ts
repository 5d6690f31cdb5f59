import { useI18n } from 'vue-i18n'
import type { Failure } from '../../../core/base/failure'
import { fail, ok, type Result } from '../../../core/base/result'
import type { RecordRow, TableDescription } from '../../../core/book/bookDescription'
import { useFailureText } from '../../composables/useFailureText'
import { useFormat } from '../../composables/useFormat'
import { useTell } from '../../composables/useTell'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'
import { useClient } from '../../useClient'
import { useFieldContext } from '../records/useFieldContext'
import { useTellUndoable } from '../records/useTellUndoable'
import type { RangeWrite } from './pastedCells'
import { planRangeWrite, type ProblemAt, type RangePlan, type ShownField } from './planRangeWrite'
import { readReferenceNames, type ReferenceNames } from './readReferenceNames'
import { createRest } from './restNow'

/** No range that is copied, filled or pasted has more rows. */
export const MOST_ROWS = 50_000
/** Rows that are asked for at once: small, so that receiving them is not felt. */
const WINDOW = 1_000

/** A write that was refused, kept as it was wanted until it is mended or given up. */
export interface RefusedWrite {
  readonly write: RangeWrite
  readonly problems: readonly ProblemAt[]
  /** How many there are, where `problems` are only the first. */
  readonly refused: number
}

/** Brings values into a rectangle of cells as one step, or refuses them all. */
export function useRangeWrite(table: () => TableDescription, shown: () => readonly ShownField[]) {
  const { t } = useI18n()
  const { counted, list } = useFormat()
  const client = useClient()
  const book = useBookStore()
  const records = useRecordsStore()
  const context = useFieldContext()
  const failureText = useFailureText()
  const { tell } = useTell()
  const tellUndoable = useTellUndoable()

  /** The records of some rows; fewer where the table ends. */
  async function readRecords(from: number, count: number): Promise<Result<RecordRow[], Failure>> {
    const { bookId } = book
    if (bookId === null) return fail({ type: 'BookNotFound', bookId: '' })
    const rows: RecordRow[] = []
    while (rows.length < count) {
      const asked = Math.min(WINDOW, count - rows.length)
      const result = await records.rows(bookId, table().name, from + rows.length, asked)
      if (!result.ok) return result
      rows.push(...result.value.rows)
      if (result.value.rows.length < asked) break
    }
    return ok(rows)
  }

  async function readNames(write: RangeWrite): Promise<Result<Map<string, ReferenceNames>, Failure>> {
    const names = new Map<string, ReferenceNames>()
    const { bookId } = book
    for (const [column, { field }] of shown().slice(write.left).entries()) {
      const target = field.refersTo && book.table(field.refersTo.table)
      const texts = write.rows.flatMap((row) => row?.[column]?.text ?? [])
      if (field.kind !== 'reference' || !target || texts.length === 0 || bookId === null) continue
      const found = await readReferenceNames(field, target, texts, context.value, (query) => client.device.rows(bookId, { ...query, today: records.today() }))
      if (!found.ok) return found
      names.set(field.name, found.value)
    }
    return ok(names)
  }

  function tooWide(write: RangeWrite): ProblemAt | null {
    const room = shown().length - write.left
    const row = write.rows.findIndex((cells) => (cells?.slice(room).some(({ text }) => text !== '') ?? false))
    const cells = write.rows[row]
    return cells ? { row, column: room, field: '', text: cells[room]?.text ?? '', problem: { code: 'outside' } } : null
  }

  /** What a refusal by the book says about each row. */
  function refusals(write: RangeWrite, plan: RangePlan, failure: Failure): { problems: ProblemAt[]; refused: number } {
    const words = (one: Failure) => `${failureText(one).detail}`
    const named = failure.type === 'SeveralRefused' ? failure.records : [{ place: 0, failure }]
    const problems = named.map(({ place, failure: why }): ProblemAt => {
      const row = failure.type === 'SeveralRefused' ? (plan.rowOfPlace[place] ?? 0) : -1
      const field = 'field' in why && typeof why.field === 'string' ? why.field : ''
      const column = shown().slice(write.left).findIndex((one) => one.field.name === field)
      return { row, column, field, text: write.rows[row]?.[column]?.text ?? '', problem: { code: 'refused', detail: words(why) } }
    })
    return { problems, refused: failure.type === 'SeveralRefused' ? failure.refused : problems.length }
  }

  /** Does it, tells what was done, and gives null; or gives what was refused, and nothing is done. */
  async function write(wanted: RangeWrite): Promise<RefusedWrite | null> {
    const refuse = (problems: readonly ProblemAt[], refused = problems.length): RefusedWrite => ({ write: wanted, problems, refused })
    const refuseWhole = (failure: Failure) => refuse([{ row: -1, column: -1, field: '', text: '', problem: { code: 'refused', detail: failureText(failure).detail } }])
    const wide = tooWide(wanted)
    if (wide) return refuse([wide])
    const existing = await readRecords(wanted.top, wanted.rows.length)
    if (!existing.ok) return refuseWhole(existing.failure)
    const references = await readNames(wanted)
    if (!references.ok) return refuseWhole(references.failure)
    const { name, fields } = table()
    const target = { shown: shown().slice(wanted.left), fields, existing: existing.value, context: context.value, now: records.wallTime(), references: references.value }
    const plan = await planRangeWrite(wanted.rows, target, createRest())
    if (plan.problems.length > 0) return refuse(plan.problems)
    const passedOver = plan.passedOver.length > 0 ? t('grid.range.passedOver', { fields: list(plan.passedOver) }) : ''
    if (plan.changes.length + plan.additions.length === 0) {
      tell({ title: t('grid.range.nothingToDo'), detail: passedOver })
      return null
    }
    const result = await book.edit({ type: 'changeRecords', table: name, changes: plan.changes, additions: plan.additions })
    if (!result.ok) {
      const { problems, refused } = refusals(wanted, plan, result.failure)
      return refuse(problems, refused)
    }
    const done = [
      ...(plan.additions.length > 0 ? [counted('grid.range.added', plan.additions.length)] : []),
      ...(plan.changes.length > 0 ? [counted('grid.range.changed', plan.changes.length)] : []),
    ]
    tellUndoable(list(done), result.value)
    return null
  }

  return { write, readRecords }
}
