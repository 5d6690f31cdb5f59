import { equalCells, type Cell } from '../../../core/base/cell'
import { fail, ok, type Result } from '../../../core/base/result'
import type { FieldDescription, RecordKey, RecordRow } from '../../../core/book/bookDescription'
import type { FieldContext, FieldProblem } from '../../fields/fieldType'
import { initialCell } from '../../fields/initialCell'
import { readField } from '../../fields/readField'
import { isTypable } from '../records/isTypable'
import type { PastedCell } from './pastedCells'
import type { ReferenceNames } from './readReferenceNames'
import { fromSpreadsheet } from './spreadsheetText'

/** Why a value cannot go where it is to go. */
export type RangeProblem =
  | FieldProblem
  | { code: 'noSuchRecord'; table: string }
  | { code: 'severalRecords'; table: string }
  | { code: 'file' }
  | { code: 'outside' }
  | { code: 'refused'; detail: string }

/** A value that does not fit: where it stands in what was pasted. `column` is -1 for what concerns the whole row. */
export interface ProblemAt {
  readonly row: number
  readonly column: number
  /** Empty where no field can be named. */
  readonly field: string
  readonly text: string
  readonly problem: RangeProblem
}

/** A field that is shown, and its place among the fields of its table. */
export interface ShownField {
  readonly field: FieldDescription
  readonly index: number
}

/** Where values go. */
export interface RangeTarget {
  /** From the first pasted column on. */
  readonly shown: readonly ShownField[]
  /** All fields of the table. */
  readonly fields: readonly FieldDescription[]
  /** From the first pasted row on, as many as there are. */
  readonly existing: readonly RecordRow[]
  readonly context: FieldContext
  /** The clock on the wall, `YYYY-MM-DDTHH:MM`, for what new records begin with. */
  readonly now: string
  /** By the name of the reference field. */
  readonly references: ReadonlyMap<string, ReferenceNames>
}

/** The one step that brings values in, or what keeps them out. */
export interface RangePlan {
  readonly changes: readonly { readonly key: RecordKey; readonly values: Readonly<Record<string, Cell>> }[]
  readonly additions: readonly Readonly<Record<string, Cell>>[]
  /** Row in what was pasted of each change, then of each addition: the places that a refusal names. */
  readonly rowOfPlace: readonly number[]
  readonly problems: readonly ProblemAt[]
  /** Fields that stay as they are, because nobody can type into them. */
  readonly passedOver: readonly string[]
}

/**
 * What pasting does: rows over records become changes of what differs, rows beyond the last record become additions.
 * `rest` is called between rows, so that a long plan does not hold up the page.
 */
export async function planRangeWrite(rows: readonly (readonly PastedCell[] | null)[], target: RangeTarget, rest: () => Promise<void>): Promise<RangePlan> {
  const changes: { key: RecordKey; values: Record<string, Cell> }[] = []
  const additions: Record<string, Cell>[] = []
  const changedRows: number[] = []
  const addedRows: number[] = []
  const problems: ProblemAt[] = []
  const passedOver = new Set<string>()

  for (const [row, cells] of rows.entries()) {
    await rest()
    const record = target.existing[row]
    if (!cells || (!record && cells.every(({ text }) => text.trim() === ''))) continue
    const values: Record<string, Cell> = {}
    const fieldsGiven = new Set<string>()
    for (const [column, pasted] of cells.entries()) {
      const shown = target.shown[column]
      if (!shown) {
        if (pasted.text !== '') problems.push({ row, column, field: '', text: pasted.text, problem: { code: 'outside' } })
        continue
      }
      const { field, index } = shown
      if (!isTypable(field, !record)) {
        passedOver.add(field.name)
        continue
      }
      fieldsGiven.add(field.name)
      const before = record?.cells[index] ?? null
      const read = readPasted(pasted, field, before, target)
      if (!read.ok) problems.push({ row, column, field: field.name, text: pasted.text, problem: read.failure })
      else if (record ? !equalCells(read.value, before) : read.value !== null) values[field.name] = read.value
    }
    if (record) {
      if (Object.keys(values).length === 0) continue
      changes.push({ key: record.key, values })
      changedRows.push(row)
    } else {
      const missing = target.fields.find((field) => field.required && !field.automatic && !field.generated && !fieldsGiven.has(field.name))
      if (missing) problems.push({ row, column: -1, field: missing.name, text: '', problem: { code: 'required' } })
      for (const field of target.fields) {
        const initial = values[field.name] === undefined ? initialCell(field, target.context, target.now) : null
        if (initial !== null) values[field.name] = initial
      }
      additions.push(values)
      addedRows.push(row)
    }
  }
  return { changes, additions, rowOfPlace: [...changedRows, ...addedRows], problems, passedOver: [...passedOver] }
}

function readPasted({ text, exact }: PastedCell, field: FieldDescription, before: Cell, target: RangeTarget): Result<Cell, RangeProblem> {
  if (exact && fitsExactly(exact.field, field)) {
    return exact.cell === null && field.required && !field.automatic ? fail({ code: 'required' }) : ok(exact.cell)
  }
  if (text.trim() === '') return readField(field, '', null, target.context)
  // lists hold large files without their bytes, and no text stands for one
  if (field.kind === 'file') return fail({ code: 'file' })
  const names = field.kind === 'reference' ? target.references.get(field.name) : undefined
  if (names) return names.find(text)
  return readField(field, fromSpreadsheet(text, field, target.context.locale), before, target.context)
}

/** Whether a cell of one field is sure to be a value of the other. */
function fitsExactly(from: FieldDescription, to: FieldDescription): boolean {
  if (from.kind !== to.kind || to.kind === 'file') return false
  if (to.kind === 'reference') return from.refersTo?.table === to.refersTo?.table && from.refersTo?.field === to.refersTo?.field
  if (to.kind === 'choice') return from.choices.every((choice) => to.choices.includes(choice))
  return to.kind !== 'money' || from.currency === to.currency
}
