import { fail, ok } from '../../core/base/result'
import type { FieldType } from './fieldType'
import { cellToPlainText, showAnyCell } from './showAnyCell'

/** One of the field's allowed texts. */
export const choiceField: FieldType = {
  align: 'start',
  show: (cell, _field, context) => showAnyCell(cell, context),
  toText: (cell) => cellToPlainText(cell),
  parse(text, field, context) {
    const typed = text.trim().toLocaleLowerCase(context.locale)
    const choice = field.choices.find((one) => one === text) ?? field.choices.find((one) => one.toLocaleLowerCase(context.locale) === typed)
    return choice === undefined ? fail({ code: 'notAChoice', choices: field.choices.join(', ') }) : ok(choice)
  },
}
