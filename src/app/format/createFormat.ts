import { currencyDigits } from '../../core/book/currencyDigits'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

const startOfDay = (utc: number) => new Date(utc).setHours(0, 0, 0, 0)

/**
 * Numbers, money and times as people of `locale` write them. `t` gives the few words that Intl does not have
 * (`base.today` …). Times are UTC milliseconds and shown in the zone of this device.
 */
export function createFormat(locale: string, t: (key: string, named: Record<string, string>) => string) {
  const numbers = new Intl.NumberFormat(locale)
  const percents = new Intl.NumberFormat(locale, { style: 'percent' })
  const days = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const daysOfYear = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
  const weekdays = new Intl.DateTimeFormat(locale, { weekday: 'long' })
  const shortWeekdays = new Intl.DateTimeFormat(locale, { weekday: 'short' })
  const shortDays = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' })
  const oldDays = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'narrow' })
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })

  const clockTime = (utc: number) => clock.format(utc)

  /** The day alone, with its year where that is long ago: "Fri, 20 Nov", "3 Feb 2024". */
  const shortDay = (utc: number, now: number) => (Math.abs(now - utc) < 300 * DAY ? shortDays : oldDays).format(utc)

  /** The day and the hour, no longer than needed: "today 17:02", "Fri 20 Nov 17:02", "3 Feb 2024 17:02". */
  function moment(utc: number, now: number): string {
    const daysBack = Math.round((startOfDay(now) - startOfDay(utc)) / DAY)
    const time = clockTime(utc)
    if (daysBack === 0) return t('base.today', { time })
    if (daysBack === 1) return t('base.yesterday', { time })
    return t('base.dayAndTime', { day: shortDay(utc, now), time })
  }

  function ago(utc: number, now: number): string {
    const past = now - utc
    const size = Math.abs(past)
    if (size < MINUTE) return t('base.justNow', {})
    const [unit, length] = size < HOUR ? (['minute', MINUTE] as const) : size < 2 * DAY ? (['hour', HOUR] as const) : (['day', DAY] as const)
    return relative.format(-Math.trunc(past / length), unit)
  }

  function bytes(count: number): string {
    const step = Math.min(BYTE_UNITS.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3))
    // only the long form has a plural for bytes
    const shown = step === 0 ? ({ unitDisplay: 'long', maximumFractionDigits: 0 } as const) : { maximumFractionDigits: 1 }
    return new Intl.NumberFormat(locale, { style: 'unit', unit: BYTE_UNITS[step] ?? 'byte', ...shown }).format(count / 1000 ** step)
  }

  /** Money from whole minor units (cents): exact, no floating point. */
  function money(minorUnits: number | bigint, currency: string): string {
    const digits = currencyDigits(currency)
    const units = BigInt(minorUnits)
    const size = (units < 0n ? -units : units).toString().padStart(digits + 1, '0')
    const whole = size.slice(0, size.length - digits)
    const part = digits === 0 ? '' : `.${size.slice(size.length - digits)}`
    return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(`${units < 0n ? '-' : ''}${whole}${part}` as Intl.StringNumericLiteral)
  }

  return {
    number: (value: number) => numbers.format(value),
    percent: (share: number) => percents.format(share),
    day: (utc: number) => days.format(utc),
    dayOfYear: (utc: number) => daysOfYear.format(utc),
    weekday: (utc: number) => weekdays.format(utc),
    shortDay,
    shortWeekday: (utc: number) => shortWeekdays.format(utc),
    dateTime: (utc: number) => full.format(utc),
    list: (items: readonly string[]) => lists.format(items),
    clockTime,
    moment,
    ago,
    bytes,
    money,
  }
}
