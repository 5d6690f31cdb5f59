import type { Cell } from '../../core/base/cell'
import type { FieldDescription } from '../../core/book/bookDescription'
import type { FieldContext } from './fieldType'
import { initialText } from './initialText'
import { readField } from './readField'

/** The value that a new record begins with, as its form would read it: `now` as for `initialText`. Null where there is none. */
export function initialCell(field: FieldDescription, context: FieldContext, now: string): Cell {
  const text = initialText(field, context, now)
  const read = text === '' ? null : readField(field, text, null, context)
  return read?.ok ? read.value : null
}
