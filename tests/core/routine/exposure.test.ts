import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_THRESHOLDS, measureExposure } from '../../../src/core/routine/exposure'
import { explainRisk, rateRisk } from '../../../src/core/routine/rateRisk'
import { at, backup, facts, HOUR, NOON } from './facts'

describe('exposure', () => {
  test('without a backup everything since the beginning counts', () => {
    expect(measureExposure(facts())).toEqual({ changes: 9, age: 48 * HOUR, lastBackup: null, lastConfirmed: null, since: at(NOON - 48 * HOUR) })
  })
  test('a book just begun or just restored exposes nothing, however old it is', () => {
    expect(measureExposure(facts({ generation: 1 }))).toMatchObject({ changes: 0, age: 0 })
    expect(measureExposure(facts({ generation: 500, firstGeneration: 500 }))).toMatchObject({ changes: 0, age: 0 })
    expect(measureExposure(facts({ generation: 501, firstGeneration: 500 })).changes).toBe(1)
  })
  test('the backup of the highest generation counts, offered or confirmed, not the last by the clock', () => {
    const confirmed = backup(4, 30, { confirmedAt: at(NOON) })
    const exposure = measureExposure(facts({ backups: [backup(8, 20), confirmed, backup(3, 1)] }))
    expect(exposure).toMatchObject({ changes: 2, age: 20 * HOUR, lastBackup: { generation: 8 }, lastConfirmed: { generation: 4 } })
  })
  test('a restore counts from the restored state, a backup of an earlier one no more', () => {
    const restoredNow = { firstGeneration: 9, createdAt: at(NOON - HOUR) }
    expect(measureExposure(facts({ ...restoredNow, backups: [backup(8, 20)] }))).toMatchObject({ changes: 1, age: HOUR, lastBackup: { generation: 8 } })
    expect(measureExposure(facts({ ...restoredNow, backups: [backup(9, 0.5)] }))).toMatchObject({ changes: 1, age: 0.5 * HOUR })
  })
  test('of two backups of one generation the later counts; one of a generation not reached does not', () => {
    expect(measureExposure(facts({ backups: [backup(8, 5), backup(8, 20), backup(11, 1)] }))).toMatchObject({ changes: 2, age: 5 * HOUR })
  })
  test('a backup of the present state clears it', () => {
    expect(measureExposure(facts({ backups: [backup(10, 100)] }))).toMatchObject({ changes: 0, age: 0, lastBackup: { generation: 10 } })
  })
  test('a clock that was set back gives no negative age and hides no change', () => {
    expect(measureExposure(facts({ backups: [backup(2, -500)] }))).toMatchObject({ changes: 8, age: 0 })
  })
})

describe('risk', () => {
  const rate = (changes: number, hours: number, lastBackup = true) =>
    explainRisk({ changes, age: hours * HOUR, lastBackup: lastBackup ? backup(1, 0) : null, lastConfirmed: null, since: at(NOON) }, DEFAULT_THRESHOLDS)

  test.each([
    [0, 1000, 'green', []],
    [1, 0, 'green', []],
    [4, 11.999, 'green', []],
    [1, 12, 'yellow', ['age']],
    [5, 0, 'yellow', ['changes']],
    [5, 12, 'yellow', ['age', 'changes']],
    [19, 23.999, 'yellow', ['age', 'changes']],
    [19, 24, 'red', ['age']],
    [20, 12, 'red', ['changes']],
    [49, 71.999, 'red', ['age', 'changes']],
    [1, 72, 'critical', ['age']],
    [50, 0, 'critical', ['changes']],
  ] as const)('%i changes in %f hours are %s', (changes, hours, level, reasons) => expect(rate(changes, hours)).toEqual({ level, reasons }))
  test('never backed up is a reason too, but raises nothing by itself', () => {
    expect(rate(5, 0, false)).toEqual({ level: 'yellow', reasons: ['changes', 'never'] })
    expect(rate(1, 0, false)).toEqual({ level: 'green', reasons: [] })
  })
  test('more changes or more time never lower it', () => {
    const order = ['green', 'yellow', 'red', 'critical']
    const level = (changes: number, hours: number) =>
      order.indexOf(rateRisk({ changes, age: hours * HOUR, lastBackup: null, lastConfirmed: null, since: at(NOON) }, DEFAULT_THRESHOLDS))
    fc.assert(
      fc.property(fc.nat(80), fc.nat(100), fc.nat(80), fc.nat(100), (changes, hours, more, longer) => {
        expect(level(changes + more, changes === 0 ? hours : hours + longer)).toBeGreaterThanOrEqual(level(changes, hours))
      }),
    )
  })
})
