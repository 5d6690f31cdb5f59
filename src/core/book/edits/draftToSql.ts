import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { FieldDraft } from '../bookDescription'
import { cellToSql, declaredTypeFor, RANGED_KINDS, type ReferenceTarget } from '../fieldSql'
import { findTable, type BookShape } from '../keyedTable'
import { cellToShortText, fitsKind } from './checkValue'
import { isBelow } from './isBelow'

const STRICT_TYPES = new Set(['INTEGER', 'REAL', 'TEXT', 'BLOB'])

/** A draft that can be written as SQL. */
export interface CheckedDraft {
  readonly draft: FieldDraft
  /** What a reference points to; null for other kinds. */
  readonly target: ReferenceTarget | null
}

function findTarget(shape: BookShape, draft: FieldDraft, table: string, ownName: string | null): Result<ReferenceTarget | null, Failure> {
  if (draft.kind !== 'reference') return ok(null)
  if (draft.refersTo === null) return fail({ type: 'ConstraintBroken', table, detail: `“${draft.name}” does not say which table it refers to` })
  // a table that is being made has the key `id`
  if (ownName !== null && draft.refersTo.toLowerCase() === ownName.toLowerCase()) return ok({ table: ownName, field: 'id', declaredType: 'INTEGER' })
  const found = findTable(shape, draft.refersTo)
  if (!found.ok) return found
  const key = found.value.fields.filter((field) => field.key)
  const [only] = key
  if (found.value.kind !== 'table' || !only || key.length > 1) {
    return fail({ type: 'ConstraintBroken', table, detail: `“${found.value.name}” has no single key field to refer to` })
  }
  return ok({ table: found.value.name, field: only.name, declaredType: only.declaredType })
}

/** Checks what a new record begins with, and the least and the most: of the field's kind, and in order. */
function checkRules(draft: FieldDraft, table: string): Result<undefined, Failure> {
  const refuse = (detail: string) => fail({ type: 'ConstraintBroken' as const, table, detail })
  const { initial = null, least = null, most = null } = draft
  const isNow = typeof initial === 'object' && initial !== null && 'now' in initial
  const value = isNow ? null : initial
  for (const cell of [value, least, most]) {
    if (cell !== null && (!fitsKind(cell, draft) || cellToSql(cell) === null)) {
      return fail({ type: 'ValueDoesNotFit', table, field: draft.name, kind: draft.kind, value: cellToShortText(cell) })
    }
  }
  if (isNow && initial.now !== draft.kind) return refuse(`“${draft.name}” cannot begin with the day or the moment`)
  if ((least !== null || most !== null) && !RANGED_KINDS.has(draft.kind)) return refuse(`“${draft.name}” cannot have a least or a most`)
  if (least !== null && most !== null && isBelow(most, least)) return refuse(`the least of “${draft.name}” is above the most`)
  if (value !== null && ((least !== null && isBelow(value, least)) || (most !== null && isBelow(most, value)))) {
    return refuse(`what “${draft.name}” begins with is not between the least and the most`)
  }
  if (draft.unique && draft.kind === 'file') return refuse(`“${draft.name}” holds files: whether two are alike is not looked at`)
  if (draft.choices.some((choice) => cellToSql(choice) === null)) return refuse(`the choices of “${draft.name}” contain characters that cannot be seen`)
  return ok()
}

/** Checks that a draft is complete: choices for a choice, a table for a reference, a type that a STRICT table takes. */
export function checkDraft(shape: BookShape, draft: FieldDraft, table: { name: string; strict: boolean; isNew: boolean }): Result<CheckedDraft, Failure> {
  const choices = draft.choices.map((choice) => choice.trim())
  if (draft.kind === 'choice' && (choices.length === 0 || choices.includes('') || new Set(choices).size < choices.length)) {
    return fail({ type: 'ConstraintBroken', table: table.name, detail: `the choices of “${draft.name}” must be there, none empty and none twice` })
  }
  const rules = checkRules({ ...draft, choices }, table.name)
  if (!rules.ok) return rules
  const target = findTarget(shape, draft, table.name, table.isNew ? table.name : null)
  if (!target.ok) return target
  if (table.strict && !STRICT_TYPES.has(declaredTypeFor(draft, target.value))) {
    return fail({ type: 'ConstraintBroken', table: table.name, detail: `it is a STRICT table and cannot hold ${draft.kind}` })
  }
  return ok({ draft: { ...draft, choices }, target: target.value })
}

/** The tables other than itself that refer to a table, or to one field of it. */
export function referringFields(shape: BookShape, table: string, field: string | null): string[] {
  const isThis = (refersTo: { table: string; field: string }) =>
    refersTo.table.toLowerCase() === table.toLowerCase() && (field === null || refersTo.field.toLowerCase() === field.toLowerCase())
  return shape.tables.flatMap((other) =>
    other.fields.filter((one) => one.refersTo && isThis(one.refersTo) && (field !== null || other.name !== table)).map((one) => `${quoteIdentifier(other.name)}.${one.name}`),
  )
}
