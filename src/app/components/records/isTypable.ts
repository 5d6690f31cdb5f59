import type { FieldDescription } from '../../../core/book/bookDescription'

/** Whether a person can type into the field: not what the database works out, nor the key of a record that exists. */
export function isTypable(field: FieldDescription, isNew: boolean): boolean {
  if (field.generated) return false
  return !field.key || (isNew && !field.automatic)
}

/** Whether the field is a number that the database gives each record to tell it by: no question to ask of anybody. */
export function isSerialKey(field: FieldDescription): boolean {
  return field.key && field.automatic && field.kind === 'whole-number'
}
