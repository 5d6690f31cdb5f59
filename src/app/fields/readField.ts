import type { Cell } from '../../core/base/cell'
import { fail, ok, type Result } from '../../core/base/result'
import type { FieldDescription } from '../../core/book/bookDescription'
import { boundsProblem } from './boundsProblem'
import type { FieldContext, FieldProblem } from './fieldType'
import { fieldTypes } from './fieldTypes'

/** The cell as people read it. */
export function showField(field: FieldDescription, cell: Cell, context: FieldContext): string {
  return fieldTypes[field.kind].show(cell, field, context)
}

/** The text that an editor of the field begins with. */
export function fieldToText(field: FieldDescription, cell: Cell, context: FieldContext): string {
  return fieldTypes[field.kind].toText(cell, field, context)
}

/**
 * What a person typed into a field, as a cell. Text that was not touched gives the very cell back, so that odd values
 * of adopted books survive; blank text is no value, which a required field refuses unless the database fills it in.
 */
export function readField(field: FieldDescription, text: string, before: Cell, context: FieldContext): Result<Cell, FieldProblem> {
  const untouched = text === fieldToText(field, before, context)
  if (untouched && before !== null) return ok(before)
  if (text.trim() === '') return field.required && !field.automatic ? fail({ code: 'required' }) : ok(null)
  const read = fieldTypes[field.kind].parse(text, field, context, before)
  const problem = read.ok ? boundsProblem(field, read.value, context) : null
  return problem ? fail(problem) : read
}
