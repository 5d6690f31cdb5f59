import { CIVIL, isIsoDate, readDateText } from './dateText'
import { toPlainDigits } from './numberText'

const ISO_DATE_TIME = /^([0-9]{4}-[0-9]{2}-[0-9]{2})([T ])([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$/
// the time stands at the end, apart from the day
const TYPED_TIME = /^(.*?)(?:^|[\s,T])([0-9]{1,2})[:.h]([0-9]{2})(?:[:.]([0-9]{2}))?$/u

/** The parts of a date and time. */
export interface DateTimeParts {
  readonly day: string
  readonly separator: string
  readonly time: string
  /** With its leading colon; empty when the text has no seconds. */
  readonly seconds: string
  readonly fraction: string
  readonly zone: string
}

/** The parts of an ISO 8601 or SQLite date and time; null when the text is none. */
export function dateTimeParts(text: string): DateTimeParts | null {
  const parts = ISO_DATE_TIME.exec(text)
  if (!parts) return null
  const [, day = '', separator = '', hour = '', minute = '', second, fraction = '', zone = ''] = parts
  if (!isIsoDate(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return null
  return { day, separator, time: `${hour}:${minute}`, seconds: second === undefined ? '' : `:${second}`, fraction, zone }
}

/** The words for before and after noon in a language, lower case; those of English are understood everywhere. */
function noonWords(locale: string): { before: string[]; after: string[] } {
  const format = new Intl.DateTimeFormat(locale, { timeStyle: 'short', hourCycle: 'h12', ...CIVIL })
  const wordAt = (hour: number) => format.formatToParts(Date.UTC(2026, 0, 1, hour)).find(({ type }) => type === 'dayPeriod')?.value.toLocaleLowerCase(locale) ?? ''
  const named = (hour: number, word: string) => [wordAt(hour), `${word}m`, `${word}.m.`].filter((one) => one !== '')
  return { before: named(9, 'a'), after: named(15, 'p') }
}

/** Takes the word for before or after noon away; `hours` gives the hour of the day. */
function splitNoon(text: string, locale: string): { rest: string; hours: (hour: number) => number } {
  const { before, after } = noonWords(locale)
  const lower = text.toLocaleLowerCase(locale)
  const word = (list: readonly string[]) => list.find((one) => lower.includes(one) && /[0-9]\s*$/.test(lower.slice(0, lower.indexOf(one))))
  const late = word(after)
  const early = late === undefined ? word(before) : undefined
  const found = late ?? early
  if (found === undefined) return { rest: text, hours: (hour) => hour }
  const at = lower.indexOf(found)
  const rest = (text.slice(0, at) + text.slice(at + found.length)).trim()
  return { rest, hours: (hour) => (hour < 1 || hour > 12 ? -1 : (hour % 12) + (late === undefined ? 0 : 12)) }
}

/**
 * A day and a time as people of `locale` type them (`21/11/2026 18:04`, `21 Nov 2026, 6:04 pm`), as `2026-11-21T18:04`,
 * with seconds where they were typed; null when it is none. A time alone is one of `today` (`YYYY-MM-DD`), where given.
 */
export function readDateTimeText(text: string, locale: string, today?: string): string | null {
  const plain = toPlainDigits(text, locale).replace(/[\u200e\u200f\u061c]/g, '').replace(/[\u00a0\u202f]/g, ' ').trim()
  const { rest, hours } = splitNoon(plain, locale)
  const typed = TYPED_TIME.exec(rest)
  if (!typed) return null
  const [, before = '', hour = '', minute = '', second = ''] = typed
  const hourOfDay = hours(Number(hour))
  if (hourOfDay < 0 || hourOfDay > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const dayText = before.replace(/[\s,]+$/u, '')
  const day = dayText === '' ? (today ?? null) : readDateText(dayText, locale, today)
  return day === null ? null : `${day}T${String(hourOfDay).padStart(2, '0')}:${minute}${second === '' ? '' : `:${second}`}`
}

/** A day and time (`2026-11-21T18:04`) in the digits and the order of the language, as one would type it. */
export function dateTimeToTypedText(local: string, locale: string): string {
  const seconds = local.length > 16 ? ({ second: '2-digit' } as const) : {}
  const format = new Intl.DateTimeFormat(locale, {
    day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', ...seconds, ...CIVIL,
  })
  return format.format(new Date(`${local}Z`))
}
