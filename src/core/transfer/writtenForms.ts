import type { ForeignValue } from '../restore/foreign/foreignSource'

/** How a file writes what can be written in several ways: the sign before decimals, and the order of day and month where the year does not come first. */
export interface WrittenForms {
  readonly decimal: '.' | ','
  readonly dates: 'day-first' | 'month-first'
}

const DATE = /^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})(?=$|[ T,])/
const GROUPED = /^[0-9]{1,3}(([.,' \u00a0\u202f\u2019])[0-9]{3})(\2[0-9]{3})*([.,][0-9]+)?$/
const SIMPLE = /^-?[0-9]+(\.[0-9]+)?$/
const PLAIN = /^[0-9]*[.,][0-9]+$/
/** Signs and codes of currencies around an amount. */
const AROUND = /^(?:\p{Sc}|[A-Z]{3}\b|\s)+|(?:\p{Sc}|\b[A-Z]{3}|\s)+$/gu

/** An amount without its currency, its sign first; accountants write negative amounts in parentheses or with the sign behind. */
export function bareAmount(text: string): string {
  let bare = text.trim().replace(/[\u2212\u2013]/g, '-')
  let negative = false
  if (/^\(.*\)$/.test(bare)) {
    negative = true
    bare = bare.slice(1, -1)
  }
  for (let i = 0; i < 2; i++) {
    bare = bare.replace(AROUND, '')
    if (/^[-+]/.test(bare) || /[0-9]-$/.test(bare)) {
      negative ||= bare.includes('-')
      bare = bare.replace(/^[-+]|-$/g, '')
    }
  }
  return negative ? `-${bare}` : bare
}

/** Counts which forms the texts of a file speak for. */
export interface FormVotes {
  note(value: ForeignValue): void
  /** What most of them speak for; `otherwise` where none does. */
  forms(otherwise: WrittenForms): WrittenForms
}

/** Starts counting. */
export function createFormVotes(): FormVotes {
  const votes = { point: 0, comma: 0, dayFirst: 0, monthFirst: 0 }

  function noteDate(first: number, second: number) {
    if (first > 12 && second <= 12) votes.dayFirst++
    if (second > 12 && first <= 12) votes.monthFirst++
  }

  function noteNumber(text: string) {
    const bare = bareAmount(text).replace('-', '')
    const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','))
    if (last < 0 || !(PLAIN.test(bare) || GROUPED.test(bare))) return
    const sign = bare.charAt(last)
    const kinds = new Set(bare.match(/[.,]/g))
    const isRepeated = bare.indexOf(sign) !== last
    // `1.234` may be either; `1.234,5`, `12,5` and `1.234.567` may not
    if (kinds.size === 1 && !isRepeated && bare.length - last - 1 === 3 && GROUPED.test(bare)) return
    if ((sign === ',') === !isRepeated) votes.comma++
    else votes.point++
  }

  return {
    note(value) {
      if (typeof value !== 'string' || value === '' || value.length > 40) return
      const code = value.charCodeAt(value.length - 1)
      if (code > 127 && !/\p{Sc}$/u.test(value)) return
      const date = DATE.exec(value)
      if (date) noteDate(Number(date[1]), Number(date[2]))
      else if (/[.,]/.test(value) && /[0-9]/.test(value)) noteNumber(value)
    },
    forms: (otherwise) => ({
      decimal: votes.comma === votes.point ? otherwise.decimal : votes.comma > votes.point ? ',' : '.',
      dates: votes.dayFirst === votes.monthFirst ? otherwise.dates : votes.dayFirst > votes.monthFirst ? 'day-first' : 'month-first',
    }),
  }
}

/**
 * A written number as plain digits with a point (`-1234.5`); null for what is none. A sign that cannot be a separator
 * of thousands where it stands is taken for the decimal sign, whatever the form says.
 */
export function numberDigits(text: string, { decimal }: Pick<WrittenForms, 'decimal'>): string | null {
  // by far the most: plain digits, which no form reads otherwise
  if (SIMPLE.test(text) && (decimal === '.' || text.charAt(text.length - 4) !== '.')) return text
  const bare = bareAmount(text)
  const sign = bare.startsWith('-') ? '-' : ''
  const digits = sign === '' ? bare : bare.slice(1)
  if (/^[0-9]+$/.test(digits)) return sign + digits
  if (/^[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]{1,3}$/.test(digits)) return sign + digits
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  const mark = last < 0 ? '' : digits.charAt(last)
  const isDecimal = mark !== '' && digits.indexOf(mark) === last && (mark === decimal || !GROUPED.test(digits))
  const whole = isDecimal ? digits.slice(0, last) : digits
  const fraction = isDecimal ? digits.slice(last + 1) : ''
  const other = isDecimal ? mark : ''
  const groups = whole.replace(/[.,' \u00a0\u202f\u2019]/g, '')
  const isGrouped = whole === groups || (GROUPED.test(whole) && (other === '' || !whole.includes(other)))
  if (!isGrouped || !/^[0-9]*$/.test(groups) || !/^[0-9]*$/.test(fraction) || groups + fraction === '') return null
  return `${sign}${groups === '' ? '0' : groups}${fraction === '' ? '' : `.${fraction}`}`
}

const twoDigits = (text: string) => text.padStart(2, '0')
/** Years of two digits from this one on belong to the last century. */
const LAST_CENTURY = 70

function hourOf(hour: string, half: string): string {
  if (half === '') return twoDigits(hour)
  return twoDigits(String((Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0)))
}

/** A written day, with its time where it has one, as ISO 8601 has it; null for what is none. Whether such a day exists is not looked at. */
export function isoMoment(text: string, { dates }: Pick<WrittenForms, 'dates'>): string | null {
  const trimmed = text.trim()
  const yearFirst = /^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?=$|[ T,])/.exec(trimmed)
  const yearLast = yearFirst ? null : DATE.exec(trimmed)
  const found = yearFirst ?? yearLast
  if (!found) return null
  const [whole, a = '', b = '', c = ''] = found
  const [day, month] = yearFirst ? [c, b] : dates === 'day-first' ? [a, b] : [b, a]
  const year = yearFirst ? a : c.length === 4 ? c : `${Number(c) >= LAST_CENTURY ? '19' : '20'}${c}`
  const date = `${year}-${twoDigits(month)}-${twoDigits(day)}`
  const rest = trimmed.slice(whole.length)
  if (rest === '') return date
  const time = /^(?:[ T]|, ?)([0-9]{1,2}):([0-9]{2})(:[0-9]{2}(?:\.[0-9]+)?)?(?: ?([AaPp])\.?[Mm]\.?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$/.exec(rest)
  if (!time) return null
  const [, hour = '', minute = '', seconds = '', half = '', zone = ''] = time
  if (half !== '' && (Number(hour) < 1 || Number(hour) > 12)) return null
  return `${date}T${hourOf(hour, half)}:${minute}${seconds}${zone}`
}
