import type { Cell } from '../base/cell'
import type { Failure } from '../base/failure'
import { quoteIdentifier } from '../base/quoteIdentifier'
import type { FieldDescription } from '../book/bookDescription'
import { currencyDigits } from '../book/currencyDigits'
import { createTargetFinder, referenceFailure } from '../book/edits/checkReferences'
import { checkValue } from '../book/edits/checkValue'
import { readInitial } from '../book/initialValue'
import { findField, findTable, type BookShape, type KeyedTable } from '../book/keyedTable'
import type { SqlDatabase } from '../book/sqlEngine'
import type { ForeignRecord, ForeignValue } from '../restore/foreign/foreignSource'
import type { RefusedValue } from './importPlan'
import { isNothing, readValue, valueToText, type ReadAs } from './readValue'
import type { WrittenForms } from './writtenForms'

/** A column of the file and the field that its values go into. */
export interface FieldPair {
  readonly column: number
  readonly field: FieldDescription
}

/** A row as the cells of some fields: undefined and named among the problems where a value does not fit its field. */
export type ReadRow = { readonly cells: Cell[]; readonly problems: null } | { readonly cells: readonly (Cell | undefined)[]; readonly problems: RefusedValue[] }

/** Reads rows of a file as the cells of some fields. Free it. */
export interface RowReader {
  read(record: ForeignRecord): ReadRow
  free(): void
}

/** Above this many records a table is referred to by its keys alone, not by what its records are called. */
const MAX_LABELS = 200_000
const SHOWN_LENGTH = 200

/** A value of a file as a list of refused rows shows it. */
export const shownValue = (value: ForeignValue | undefined): string => (value === undefined || value === null ? '' : valueToText(value).slice(0, SHOWN_LENGTH))

const plainLabel = (text: string) => text.trim().toLowerCase()

/** The keys of the records of a table by what they are called; null where two are called the same. */
function readLabels(db: SqlDatabase, table: KeyedTable, keyField: string): Map<string, Cell | null> {
  const labels = new Map<string, Cell | null>()
  const label = table.fields.find((field) => field.kind === 'text' && !field.secret && !field.key)
  if (!label) return labels
  const rows = db.rows(`SELECT ${quoteIdentifier(keyField)}, ${quoteIdentifier(label.name)} FROM ${quoteIdentifier(table.name)} LIMIT ${MAX_LABELS + 1}`)
  if (rows.length > MAX_LABELS) return labels
  for (const [key, text] of rows) {
    if (typeof text !== 'string' || (typeof key !== 'string' && !Number.isSafeInteger(key))) continue
    const plain = plainLabel(text)
    labels.set(plain, labels.has(plain) ? null : (key as Cell))
  }
  return labels
}

/** Reads a field's values, references by key or by what the other record is called. */
function createFieldReader(db: SqlDatabase, shape: BookShape, table: KeyedTable, field: FieldDescription, forms: WrittenForms, currency: string) {
  const referred = field.refersTo && findTable(shape, field.refersTo.table)
  const target = referred?.ok ? referred.value : null
  const pointed = target && field.refersTo ? findField(target, field.refersTo.field) : null
  const as: ReadAs = { kind: field.kind, choices: field.choices, toWholeReference: pointed?.ok === true && pointed.value.kind === 'whole-number' }
  const digits = currencyDigits(field.currency ?? currency)
  // what refers to its own table may refer to a row that is yet to come
  const isOwn = target?.name === table.name
  const targets = field.refersTo && !isOwn ? createTargetFinder(db, field.refersTo) : null
  const known = new Set<string>()
  let labels: Map<string, Cell | null> | null = null

  function isThere(cell: Cell): boolean {
    if (!targets || cell === null) return true
    const id = JSON.stringify(cell)
    if (known.has(id)) return true
    if (!targets.has(cell)) return false
    known.add(id)
    return true
  }

  function byLabel(value: ForeignValue | undefined): Cell | undefined {
    if (!target || !field.refersTo || typeof value !== 'string') return undefined
    labels ??= readLabels(db, target, field.refersTo.field)
    return labels.get(plainLabel(value)) ?? undefined
  }

  return {
    read(value: ForeignValue | undefined): Cell | Failure & { readonly type: string } {
      const unfit = (): Failure => ({ type: 'ValueDoesNotFit', table: table.name, field: field.name, kind: field.kind, value: shownValue(value).slice(0, 100) })
      // a field that takes everything is declared without a type
      let cell = field.declaredType === '' && field.kind === 'text' && typeof value === 'string' ? (isNothing(value) ? null : value) : readValue(value, as, forms, digits)
      if (field.refersTo && (cell === undefined || !isThere(cell))) {
        const called = byLabel(value)
        if (called === undefined) return cell === undefined ? unfit() : referenceFailure(table.name, field, cell)
        cell = called
      }
      if (cell === undefined) return unfit()
      if (cell === null && field.required) {
        const initial = readInitial(field.initialSql)
        if (initial !== undefined && initial !== null && !(typeof initial === 'object' && 'now' in initial)) cell = initial
      }
      // what was read as the field's kind is of it
      if (cell !== null && cell !== '' && !field.generated) return cell
      const checked = checkValue(table.name, field, cell)
      return checked.ok ? cell : checked.failure
    },
    free: () => targets?.free(),
  }
}

const isFailure = (read: Cell | Failure): read is Failure => typeof read === 'object' && read !== null && 'type' in read

/** Starts reading rows for the fields of a table; `currency`: of the book. */
export function createRowReader(db: SqlDatabase, shape: BookShape, table: KeyedTable, pairs: readonly FieldPair[], forms: WrittenForms, currency: string): RowReader {
  const readers = pairs.map(({ column, field }) => ({ column, ...createFieldReader(db, shape, table, field, forms, currency) }))

  /** All that is wrong with a row, not only the first. */
  function readMisfit(record: ForeignRecord): ReadRow {
    const problems: RefusedValue[] = []
    const cells = readers.map(({ column, read }) => {
      const cell = read(record[column])
      if (!isFailure(cell)) return cell
      problems.push({ column, failure: cell })
      return undefined
    })
    return { cells, problems }
  }

  return {
    read(record) {
      const cells: Cell[] = []
      for (const { column, read } of readers) {
        const cell = read(record[column])
        if (isFailure(cell)) return readMisfit(record)
        cells.push(cell)
      }
      return { cells, problems: null }
    },
    free: () => readers.forEach((one) => one.free()),
  }
}
