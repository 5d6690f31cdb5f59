import { fail, ok } from '../../core/base/result'
import type { FieldType } from './fieldType'
import { cellToPlainText, showAnyCell } from './showAnyCell'

/** Yes or no, stored as 1 or 0. Its editors give `1` and `0`; the words may be typed too. */
export const yesNoField: FieldType = {
  align: 'start',
  show(cell, _field, context) {
    if (cell === 1) return context.words.yes
    return cell === 0 ? context.words.no : showAnyCell(cell, context)
  },
  toText: (cell) => cellToPlainText(cell),
  parse(text, _field, context) {
    const typed = text.trim().toLocaleLowerCase(context.locale)
    const is = (word: string) => typed === word.toLocaleLowerCase(context.locale)
    if (typed === '1' || typed === 'true' || is(context.words.yes)) return ok(1)
    if (typed === '0' || typed === 'false' || is(context.words.no)) return ok(0)
    return fail({ code: 'notAChoice', choices: `${context.words.yes}, ${context.words.no}` })
  },
}
