import { isDate, isDateTime } from './dateText'
import type { ForeignValue } from './foreignSource'
import { isExactReal, isInt64, readWrittenNumber } from './numberText'

/** The declared types that a field may get; the book tells its kind from them. `JSON_TEXT` keeps text as it is. */
export type PlannedType = 'INTEGER' | 'MONEY_INTEGER' | 'REAL' | 'BOOLEAN' | 'DATE' | 'DATETIME' | 'JSON_TEXT' | 'LONGTEXT' | 'TEXT'

/** What all values of one field have in common, told record by record. */
export interface FieldProfile {
  note(value: ForeignValue): void
  /** The narrowest type that holds every value exactly. */
  plannedType(): PlannedType
  /** Every value was a whole number and none was missing. */
  isKey(records: number): boolean
  /** Values that had to become text although they were numbers or yes/no. */
  readonly nonTextValues: number
  /** Lists and records inside the field. */
  readonly nestedValues: number
  /** Texts with broken characters (lone surrogates), which SQLite cannot hold. */
  readonly brokenTexts: number
  /** Empty texts of a file of texts, where they mean that there is no value. */
  readonly emptyTexts: number
}

const MONEY_NAME = /(^|_)(amount|amounts|price|cost|fee|total|balance|salary|income|budget|rent|paid|due)(_|$)/i
const FLAG_NAME = /^(is|has|was|can)_/i
// at most 15 digits before the point: in minor units that stays within a safe integer's neighbourhood and int64
const MONEY = /^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?$/
const MONEY_TEXT = /^-?(0|[1-9][0-9]{0,14})\.[0-9]{2}$/
const LONE_SURROGATE = /\p{Surrogate}/u
/** The pairs of words that mean yes and no, where a whole column keeps to one of them. */
const FLAG_WORDS = new Map([
  ['true', 'true'], ['false', 'true'], ['True', 'True'], ['False', 'True'], ['TRUE', 'TRUE'], ['FALSE', 'TRUE'],
  ['yes', 'yes'], ['no', 'yes'], ['Yes', 'Yes'], ['No', 'Yes'], ['YES', 'YES'], ['NO', 'YES'],
])

/** A text that SQLite can hold: characters that are no characters become U+FFFD. */
export function mendText(text: string): string {
  return LONE_SURROGATE.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text
}

/** Starts watching the values of the field `name`; `textual` where all are texts that may mean numbers or yes and no. */
export function createFieldProfile(name: string, textual = false): FieldProfile {
  const all = { integer: true, money: MONEY_NAME.test(name), real: true, plain: true, pointed: true, flag: true, date: true, dateTime: true, moment: true, short: true }
  let values = 0
  let numbers = 0
  let booleans = 0
  let nested = 0
  let moneyTexts = 0
  let brokenTexts = 0
  let emptyTexts = 0
  let flagWords: string | null | undefined

  function noteNumber(text: string) {
    numbers++
    all.integer &&= isInt64(text)
    all.real &&= isExactReal(text)
    all.money &&= MONEY.test(text)
    all.flag &&= text === '0' || text === '1'
    all.date = all.dateTime = all.moment = false
  }

  /** What a text of a file of texts may mean, so that it can be written back as it was. */
  function noteWritten(text: string) {
    if (all.integer) all.integer = isInt64(text) && text !== '-0'
    if (all.real) {
      const written = readWrittenNumber(text)
      all.plain &&= written.plain
      all.pointed &&= written.pointed
      all.real = all.plain || all.pointed
    }
    all.flag &&= text === '0' || text === '1'
    const words = FLAG_WORDS.get(text) ?? null
    flagWords = flagWords === undefined || flagWords === words ? words : null
  }

  function noteText(text: string) {
    if (LONE_SURROGATE.test(text)) brokenTexts++
    if (all.money && MONEY_TEXT.test(text)) moneyTexts++
    if (textual) noteWritten(text)
    else all.integer = all.real = all.flag = false
    all.money &&= MONEY.test(text)
    all.date &&= isDate(text)
    all.dateTime &&= isDateTime(text)
    all.moment = false
    all.short &&= text.length <= 250 && !/[\r\n]/.test(text)
  }

  function noteMoment(text: string) {
    all.integer = all.real = all.flag = all.money = all.dateTime = false
    all.date &&= text.endsWith(' 00:00:00')
  }

  return {
    note(value) {
      if (value === null) return
      if (typeof value === 'string') {
        if (textual && value === '') {
          emptyTexts++
          return
        }
        values++
        return noteText(value)
      }
      values++
      if (typeof value === 'boolean') {
        booleans++
        all.integer = all.real = all.money = all.date = all.dateTime = all.moment = false
      } else if ('number' in value) noteNumber(value.number)
      else if ('moment' in value) noteMoment(value.moment)
      else nested++
    },
    plannedType() {
      if (values === 0) return 'TEXT'
      if (nested > 0) return nested === values ? 'JSON_TEXT' : 'LONGTEXT'
      if (all.flag && (booleans === values || FLAG_NAME.test(name))) return 'BOOLEAN'
      if (textual && typeof flagWords === 'string') return 'BOOLEAN'
      if (all.money && moneyTexts > 0) return 'MONEY_INTEGER'
      if (all.integer) return 'INTEGER'
      if (all.real) return 'REAL'
      if (all.date) return 'DATE'
      if (all.dateTime || all.moment) return 'DATETIME'
      return all.short ? 'TEXT' : 'LONGTEXT'
    },
    isKey: (records) => values > 0 && nested === 0 && all.integer && values === records,
    get nonTextValues() {
      return numbers + booleans
    },
    get nestedValues() {
      return nested
    },
    get brokenTexts() {
      return brokenTexts
    },
    get emptyTexts() {
      return emptyTexts
    },
  }
}
