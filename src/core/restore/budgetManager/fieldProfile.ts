import type { BudgetValue } from './readBudgetRecords'

/** The declared types that a field of the budget manager may get; the book tells its kind from them. */
export type PlannedType = 'INTEGER' | 'MONEY_INTEGER' | 'REAL' | 'BOOLEAN' | 'DATE' | 'DATETIME' | 'LONGTEXT' | 'TEXT'

/** What all values of one field have in common, told record by record. */
export interface FieldProfile {
  note(value: BudgetValue): void
  /** The narrowest type that holds every value exactly. */
  plannedType(): PlannedType
  /** Every value was a whole number and none was missing. */
  isKey(records: number): boolean
  /** Values that had to become text although they were numbers or yes/no. */
  readonly nonTextValues: number
  /** Texts with broken characters (lone surrogates), which SQLite cannot hold. */
  readonly brokenTexts: number
}

const INT64_MAX = 2n ** 63n - 1n
const MONEY_NAME = /(^|_)(amount|amounts|price|cost|fee|total|balance|salary|income|budget|rent|paid|due)(_|$)/i
const FLAG_NAME = /^(is|has|was|can)_/i
// at most 15 digits before the point: in minor units that stays within a safe integer's neighbourhood and int64
const MONEY = /^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?$/
const MONEY_TEXT = /^-?(0|[1-9][0-9]{0,14})\.[0-9]{2}$/
const INTEGER = /^-?(0|[1-9][0-9]*)$/
const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/
const DATE_TIME = /^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$/
const LONE_SURROGATE = /\p{Surrogate}/u

/** A text that SQLite can hold: characters that are no characters become U+FFFD. */
export function mendText(text: string): string {
  return LONE_SURROGATE.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text
}

function isDate(text: string): boolean {
  const parts = DATE.exec(text)
  if (!parts) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year, month - 1, day)
  return month >= 1 && month <= 12 && day >= 1 && date.getUTCMonth() === month - 1
}

const isDateTime = (text: string) => isDate(DATE_TIME.exec(text)?.[1] ?? '')

function isInt64(text: string): boolean {
  if (!INTEGER.test(text) || text.length > 20) return false
  const value = BigInt(text)
  return value <= INT64_MAX && value >= -INT64_MAX - 1n
}

/** Whether a double gives the number back exactly: up to 15 significant digits always survive (IEEE 754 binary64). */
function isExactReal(text: string): boolean {
  const [mantissa = ''] = text.toLowerCase().split('e')
  return mantissa.replace(/[-.]/g, '').replace(/^0+/, '').length <= 15 && Number.isFinite(Number(text)) && (Number(text) !== 0 || !/[1-9]/.test(mantissa))
}

/** Starts watching the values of the field `name`. */
export function createFieldProfile(name: string): FieldProfile {
  const all = { integer: true, money: MONEY_NAME.test(name), real: true, flag: true, date: true, dateTime: true, short: true }
  let values = 0
  let numbers = 0
  let booleans = 0
  let moneyTexts = 0
  let brokenTexts = 0

  function noteNumber(text: string) {
    numbers++
    all.integer &&= isInt64(text)
    all.real &&= isExactReal(text)
    all.money &&= MONEY.test(text)
    all.flag &&= text === '0' || text === '1'
    all.date = all.dateTime = false
  }

  function noteText(text: string) {
    if (LONE_SURROGATE.test(text)) brokenTexts++
    if (MONEY_TEXT.test(text)) moneyTexts++
    all.integer = all.real = all.flag = false
    all.money &&= MONEY.test(text)
    all.date &&= isDate(text)
    all.dateTime &&= isDateTime(text)
    all.short &&= text.length <= 250 && !/[\r\n]/.test(text)
  }

  return {
    note(value) {
      if (value === null) return
      values++
      if (typeof value === 'string') noteText(value)
      else if (typeof value === 'boolean') {
        booleans++
        all.integer = all.real = all.money = all.date = all.dateTime = false
      } else noteNumber(value.number)
    },
    plannedType() {
      if (values === 0) return 'TEXT'
      if (all.flag && (booleans === values || FLAG_NAME.test(name))) return 'BOOLEAN'
      if (all.money && moneyTexts > 0) return 'MONEY_INTEGER'
      if (all.integer) return 'INTEGER'
      if (all.real) return 'REAL'
      if (all.date) return 'DATE'
      if (all.dateTime) return 'DATETIME'
      return all.short ? 'TEXT' : 'LONGTEXT'
    },
    isKey: (records) => all.integer && values === records,
    get nonTextValues() {
      return numbers + booleans
    },
    get brokenTexts() {
      return brokenTexts
    },
  }
}

/** An amount with up to two decimals as its whole number of minor units, digit by digit: `-12.5` gives `-1250`. */
export function amountToMinorUnits(text: string): string {
  const [whole = '', decimals = ''] = text.split('.')
  return BigInt(whole + decimals.padEnd(2, '0')).toString()
}
