import type { FieldType } from './fieldType'
import { textField } from './textField'

const SHOWN = 200

/** Text of several lines; a cell shows its beginning on one line. */
export const longTextField: FieldType = {
  ...textField,
  show(cell, field, context) {
    const text = textField.show(cell, field, context)
    const line = text.slice(0, SHOWN).replace(/\s+/gu, ' ')
    return text.length > SHOWN ? `${line}…` : line
  },
}
