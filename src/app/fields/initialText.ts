import type { FieldDescription } from '../../core/book/bookDescription'
import { readInitial } from '../../core/book/initialValue'
import type { FieldContext } from './fieldType'
import { fieldToText } from './readField'

/** What the form of a new record begins with: `now` is the clock of the wall, `YYYY-MM-DDTHH:MM`. Empty where only the database can tell. */
export function initialText(field: FieldDescription, context: FieldContext, now: string): string {
  const initial = readInitial(field.initialSql)
  if (initial === undefined || initial === null || field.generated) return ''
  if (typeof initial === 'object' && 'now' in initial) return initial.now === 'date' ? now.slice(0, 10) : now
  return fieldToText(field, initial, context)
}
