import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measureExposure } from '../../../src/core/routine/exposure'
import { decideReminder } from '../../../src/core/routine/decideReminder'
import { isSnoozed, SNOOZE_OPTIONS, snoozeUntil } from '../../../src/core/routine/snooze'
import { at, backup, facts, HOUR, NOON } from './facts'

const iso = (utc: number) => new Date(utc).toISOString().slice(0, 16)

describe('snoozing', () => {
  test('for an hour, till the evening, till the morning, by the person’s clock', () => {
    const noon = at(NOON)
    expect(iso(snoozeUntil('hour', noon))).toBe('2026-11-21T13:00')
    expect(iso(snoozeUntil('tonight', noon))).toBe('2026-11-21T17:00')
    expect(iso(snoozeUntil('tomorrow', noon))).toBe('2026-11-22T08:00')
  })
  test('tonight is tomorrow morning once it is evening', () => {
    expect(iso(snoozeUntil('tonight', at(Date.UTC(2026, 10, 21, 16, 59))))).toBe('2026-11-21T17:00')
    expect(iso(snoozeUntil('tonight', at(Date.UTC(2026, 10, 21, 17, 0))))).toBe('2026-11-22T08:00')
  })
  test.each([
    ['Pacific/Kiritimati', 14 * 60, Date.UTC(2026, 10, 21, 23, 30), '2026-11-22T04:00', '2026-11-22T19:00'],
    ['Pacific/Pago_Pago', -11 * 60, Date.UTC(2026, 10, 21, 5), '2026-11-21T20:00', '2026-11-21T20:00'],
    ['Asia/Kathmandu', 345, Date.UTC(2026, 10, 21, 6), '2026-11-21T12:15', '2026-11-22T03:15'],
    ['Nowhere/Unknown', 90, Date.UTC(2026, 10, 21, 6), '2026-11-21T16:30', '2026-11-22T07:30'],
  ])('in %s', (zone, offset, utc, tonight, tomorrow) => {
    expect([iso(snoozeUntil('tonight', at(utc, offset, zone))), iso(snoozeUntil('tomorrow', at(utc, offset, zone)))]).toEqual([tonight, tomorrow])
  })
  test('over the ends of summer time 9:00 stays 9:00', () => {
    // Berlin: 25 October 2026 back to UTC+1, 28 March 2027 on to UTC+2
    expect(iso(snoozeUntil('tomorrow', at(Date.UTC(2026, 9, 24, 20), 120)))).toBe('2026-10-25T08:00')
    expect(iso(snoozeUntil('tomorrow', at(Date.UTC(2027, 2, 27, 20), 60)))).toBe('2027-03-28T07:00')
  })
  test('over 29 February and new year', () => {
    expect(iso(snoozeUntil('tomorrow', at(Date.UTC(2028, 1, 28, 20))))).toBe('2028-02-29T08:00')
    expect(iso(snoozeUntil('tomorrow', at(Date.UTC(2026, 11, 31, 20))))).toBe('2027-01-01T08:00')
  })
  test('every snooze begins in force and ends; a clock set back or on ends it', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo', 'Africa/Casablanca', 'America/Sao_Paulo']
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), fc.constantFrom(...zones), fc.constantFrom(...SNOOZE_OPTIONS), (utc, zone, option) => {
        const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(utc)
        const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d+):(\d+))?/.exec(format.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? []
        const now = at(utc, (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)), zone)
        const until = snoozeUntil(option, now)
        expect(isSnoozed(until, now)).toBe(true)
        expect(isSnoozed(until, at(until))).toBe(false)
        expect(isSnoozed(until, at(utc - 40 * HOUR))).toBe(false)
        expect(isSnoozed(until, at(utc + 20 * 365 * 24 * HOUR))).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the reminder', () => {
  const exposure = measureExposure(facts({ backups: [backup(4, 13)] }))
  const decide = (snoozedUntil: number, now = at(NOON)) => decideReminder({ exposure, risk: 'yellow', snoozedUntil, now })

  test('is shown while something is exposed and not put off', () => {
    expect(decide(0)).toEqual({ show: true, level: 'yellow' })
    expect(decide(NOON + HOUR)).toEqual({ show: false, level: 'yellow' })
    expect(decide(NOON + HOUR, at(NOON + HOUR))).toMatchObject({ show: true })
  })
  test('is not shown when green, and ends with a backup', () => {
    expect(decideReminder({ exposure, risk: 'green', snoozedUntil: 0, now: at(NOON) }).show).toBe(false)
    const saved = measureExposure(facts({ backups: [backup(10, 0)] }))
    expect(decideReminder({ exposure: saved, risk: 'yellow', snoozedUntil: 0, now: at(NOON) }).show).toBe(false)
  })
})
