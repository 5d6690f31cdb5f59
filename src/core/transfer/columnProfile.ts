import type { FieldKind } from '../book/bookDescription'
import { createFieldProfile } from '../restore/foreign/fieldProfile'
import { isDate as isIsoDate } from '../restore/foreign/dateText'
import type { ForeignValue } from '../restore/foreign/foreignSource'
import { hashValues } from './hashValues'
import { isNothing, readValue, valueToText } from './readValue'
import { bareAmount, isoMoment, numberDigits, type WrittenForms } from './writtenForms'

/** Above this many different values a column is no choice. */
const MAX_CHOICES = 30
const MAX_CHOICE_LENGTH = 40
/** Values that are compared to tell whether all are different; of more it is not said, since each is kept as a hash. */
const MAX_COMPARED = 100_000

/** What all values of one column have in common, told value by value. */
export interface ColumnProfile {
  note(value: ForeignValue | undefined): void
  readonly filled: number
  /** No two of the values are the same; false where they are too many to compare. */
  readonly distinct: boolean
  readonly values: readonly string[] | null
  kind(forms: WrittenForms): FieldKind
}

const MONEY_TEXT = /^-?[0-9][0-9.,' \u00a0\u202f\u2019]*[.,][0-9]{2}$/
const LEADING_ZERO = /^[-+]?0[0-9]/
/** Texts without a digit, and longer ones, are no dates and no numbers. */
const HAS_DIGIT = /[0-9]/

/** Starts watching the values of a column; `textual` where all of them are texts. */
export function createColumnProfile(name: string, textual: boolean): ColumnProfile {
  const profile = createFieldProfile(name, textual)
  const seen = new Set<string>()
  let isFew = true
  let different: Set<number> | null = new Set()
  let filled = 0
  const all = { day: true, month: true, dayTime: true, point: true, comma: true, money: true }
  let hasTime = false
  let moments = 0

  function noteWritten(text: string) {
    if (!all.day && !all.month && !all.point && !all.comma && !all.money) return
    // by far the most: a day as ISO 8601 has it is the same in every order, and no number
    if (text.length === 10 && isIsoDate(text)) {
      all.point = all.comma = all.money = false
      return
    }
    const canBe = text.length <= 40 && HAS_DIGIT.test(text)
    if (!canBe) {
      all.day = all.month = all.point = all.comma = all.money = false
      return
    }
    if (all.day || all.month) {
      for (const [key, dates] of [['day', 'day-first'], ['month', 'month-first']] as const) {
        if (!all[key]) continue
        const iso = isoMoment(text, { dates })
        const cell = iso === null ? undefined : readValue(iso, { kind: 'date-time', choices: [], toWholeReference: false }, { decimal: '.', dates }, 0)
        all[key] = typeof cell === 'string'
        if (iso !== null && iso.length > 10) hasTime = true
      }
    }
    if (all.point || all.comma) {
      // a number that begins with nought is a code: it would lose it
      const bare = LEADING_ZERO.test(text) && !/^[-+]?0[.,]/.test(text) ? null : text
      all.point &&= bare !== null && numberDigits(bare, { decimal: '.' }) !== null
      all.comma &&= bare !== null && numberDigits(bare, { decimal: ',' }) !== null
    }
    all.money &&= MONEY_TEXT.test(bareAmount(text)) || (/\p{Sc}/u.test(text) && /^-?[0-9]+$/.test(bareAmount(text)))
  }

  return {
    note(value) {
      if (value === undefined || value === null || value === '' || isNothing(value)) return
      filled++
      profile.note(value)
      const text = typeof value === 'string' ? value : valueToText(value)
      // two that hash alike by chance are taken for the same: then no key is proposed, which harms nothing
      if (different && (filled > MAX_COMPARED || different.add(hashValues([text])).size < filled)) different = null
      if (isFew) {
        if (text.length > MAX_CHOICE_LENGTH) isFew = false
        else if (!seen.has(text)) {
          seen.add(text)
          isFew = seen.size <= MAX_CHOICES
        }
      }
      if (typeof value === 'string') noteWritten(text)
      else {
        all.day = all.month = all.money = false
        if (typeof value === 'boolean' || !('number' in value)) all.point = all.comma = false
        else moments++
      }
    },
    get filled() {
      return filled
    },
    get distinct() {
      return different !== null
    },
    get values() {
      return isFew ? [...seen] : null
    },
    kind(forms) {
      if (filled === 0) return 'text'
      const planned = profile.plannedType()
      switch (planned) {
        case 'INTEGER': return 'whole-number'
        case 'MONEY_INTEGER': return 'money'
        case 'BOOLEAN': return 'yes-no'
        case 'DATE': return 'date'
        case 'DATETIME': return 'date-time'
        case 'JSON_TEXT': return 'long-text'
        default: break
      }
      if (moments === 0 && all.money && all[forms.decimal === ',' ? 'comma' : 'point']) return 'money'
      if (planned === 'REAL') return 'decimal'
      if (forms.dates === 'day-first' ? all.day : all.month) return hasTime ? 'date-time' : 'date'
      if (all[forms.decimal === ',' ? 'comma' : 'point']) return 'decimal'
      return planned === 'LONGTEXT' ? 'long-text' : 'text'
    },
  }
}
