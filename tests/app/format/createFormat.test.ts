import { expect, test } from 'vitest'
import { createFormat } from '../../../src/app/format/createFormat'
import { regionCurrency } from '../../../src/app/format/regionCurrency'

const words: Record<string, string> = {
  'base.today': 'today {time}',
  'base.yesterday': 'yesterday {time}',
  'base.dayAndTime': '{day} {time}',
  'base.justNow': 'just now',
}
const t = (key: string, named: Record<string, string>) => (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => named[name] ?? '')
const format = createFormat('en-GB', t)
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime()
const now = at(21, 18, 4)

test('a moment says the day and the hour, no longer than needed', () => {
  expect(format.moment(at(21, 17, 2), now)).toBe('today 17:02')
  expect(format.moment(at(20, 23, 59), now)).toBe('yesterday 23:59')
  expect(format.moment(at(17, 9), now)).toBe('Tue 17 Nov 09:00')
  expect(format.moment(new Date(2024, 1, 29, 8).getTime(), now)).toBe('29 Feb 2024 08:00')
})

test('midnight parts the days, also where the clocks change between', () => {
  expect(format.moment(at(21, 0), now)).toBe('today 00:00')
  for (let day = 1; day < 365; day++) {
    const noon = new Date(2026, 0, day, 12).getTime()
    expect(format.moment(new Date(2026, 0, day - 1, 12).getTime(), noon)).toBe('yesterday 12:00')
  }
})

// how Intl shortens the units differs from one platform to the next
test('how long ago, in the largest unit that still tells something', () => {
  expect(format.ago(now - 59_000, now)).toBe('just now')
  expect(format.ago(now - 61_000, now)).toMatch(/^1 ?min ago$/)
  expect(format.ago(now - 2 * 3_600_000, now)).toMatch(/^2 ?hr? ago$/)
  expect(format.ago(now - 47 * 3_600_000, now)).toMatch(/^47 ?hr? ago$/)
  expect(format.ago(now - 72 * 3_600_000, now)).toMatch(/^3 ?d(ays)? ago$/)
})

test('money is exact at any size, with the digits of its currency', () => {
  expect(format.money(128_450, 'EUR')).toBe('€1,284.50')
  expect(format.money(-5, 'EUR')).toBe('-€0.05')
  expect(format.money(1500, 'JPY')).toBe('JP¥1,500')
  expect(format.money(9_007_199_254_740_993_12n, 'EUR')).toBe('€9,007,199,254,740,993.12')
})

test('sizes in the unit that people read', () => {
  expect(format.bytes(0)).toBe('0 bytes')
  expect(format.bytes(90_112)).toBe('90.1 kB')
  expect(format.bytes(104_857_600)).toBe('104.9 MB')
})

test('the currency follows the region, told or likely', () => {
  expect(regionCurrency(['de-AT', 'en'])).toBe('EUR')
  expect(regionCurrency(['en', 'en-KE'])).toBe('KES')
  expect(regionCurrency(['ja'])).toBe('JPY')
  expect(regionCurrency(['eo'])).toBe('EUR')
  expect(regionCurrency([])).toBe('EUR')
})
