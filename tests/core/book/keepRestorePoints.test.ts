import { describe, expect, it } from 'vitest'
import { instantToDay, type Instant } from '../../../src/core/base/clock'
import { keepRestorePoints, NAMED_LIMITS, newestPointFirst } from '../../../src/core/book/keepRestorePoints'
import type { RestorePointInfo } from '../../../src/core/book/restorePoint'
import { createRandom } from '../../support/random'

const DAY = 86_400_000
const START = Date.UTC(2026, 10, 21, 9)
const at = (utc: number, offsetMinutes = 60): Instant => ({ utc, offsetMinutes, zone: 'Europe/Berlin' })
const point = (generation: number, utc: number, more: Partial<RestorePointInfo> = {}): RestorePointInfo => ({
  id: generation.toString(16).padStart(32, '0'), generation, at: at(utc), reason: 'start', name: '', size: 4096, isDamaged: false, ...more,
})
const kept = (points: readonly RestorePointInfo[], now: number) => keepRestorePoints(points, at(now)).keep.map((one) => one.point.generation)

describe('which restore points are kept', () => {
  it('the last ten, whenever they were made', () => {
    const points = Array.from({ length: 12 }, (_, i) => point(i + 1, START + i * 60_000))
    expect(kept(points, START + 400 * DAY)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
  })

  it('besides, the newest of each day for 30 days', () => {
    const points = Array.from({ length: 40 * 3 }, (_, i) => point(i + 1, START - 39 * DAY + Math.floor(i / 3) * DAY + (i % 3) * 3_600_000))
    const { keep, go } = keepRestorePoints(points, at(START + 3 * 3_600_000))
    // of the last four days all or the newest ones, before that one each
    expect(keep).toHaveLength(10 + 26)
    expect(keep.slice(10).every(({ because, point: { generation } }) => because === 'newest-of-its-day' && generation % 3 === 0)).toBe(true)
    expect(keep.at(-1)?.point.generation).toBe(10 * 3 + 3)
    expect(new Set(go.map(({ because }) => because))).toEqual(new Set(['too-old', 'not-newest-of-its-day']))
  })

  it('tells days by the clock on the wall', () => {
    // 23:30 and 00:30 in Berlin are two days, in UTC one
    const night = Date.UTC(2026, 10, 10, 22, 30)
    const points = [point(1, night), point(2, night + 3_600_000), ...Array.from({ length: 10 }, (_, i) => point(i + 3, START + i))]
    expect(kept(points, START)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  it('lets damaged ones take no place, and lists them for a while', () => {
    const points = [point(30, START, { isDamaged: true }), ...Array.from({ length: 11 }, (_, i) => point(i + 10, START)), point(1, START, { isDamaged: true })]
    const { keep, go } = keepRestorePoints(points, at(START))
    expect(keep.map((one) => one.point.generation)).toEqual([30, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11])
    expect(go.map((one) => [one.point.generation, one.because])).toEqual([[10, 'not-newest-of-its-day'], [1, 'damaged']])
  })

  it('keeps what it promises, whatever was made when, applied after each new point', () => {
    const random = createRandom('keep restore points')
    for (let round = 0; round < 150; round++) {
      let points: RestorePointInfo[] = []
      const everGood = new Map<number, RestorePointInfo>()
      let now = START
      const limits = random.chance(0.5) ? NAMED_LIMITS : { last: random.int(1, 5), days: random.int(0, 5) }
      for (let generation = 1; generation <= 60; generation++) {
        // hours, days, and now and then a clock that is wrong
        now += random.chance(0.03) ? random.int(-400, 400) * DAY : random.int(0, 30) * 3_600_000
        const made = point(generation, now, { at: at(now, random.pick([-660, 0, 60, 780])), reason: random.pick(['start', 'by-hand', 'closing']) })
        points = [...points, made]
        everGood.set(generation, made)
        if (random.chance(0.1)) {
          const rotten = random.pick(points)
          points = points.map((one) => (one === rotten ? { ...one, isDamaged: true } : one))
        }
        const before = points
        const { keep, go } = keepRestorePoints(points, at(now), limits)
        const ids = keep.map((one) => one.point)
        const stays = new Set(ids)
        expect(ids.length + go.length).toBe(before.length)
        expect(go.filter((one) => stays.has(one.point) || !before.includes(one.point))).toEqual([])
        const goodOnes = before.filter((one) => !one.isDamaged).sort(newestPointFirst)
        const newestOfDay = new Map([...goodOnes].reverse().map((one) => [instantToDay(one.at), one]))
        const isNear = (day: string) => Math.abs(Date.parse(instantToDay(at(now))) - Date.parse(day)) / DAY < limits.days
        // the last few good ones, the newest first of all, and every near day has its newest
        const promised = [...goodOnes.slice(0, limits.last), ...[...newestOfDay].filter(([day]) => isNear(day)).map(([, one]) => one)]
        expect(promised.filter((one) => !stays.has(one)), `round ${round}`).toEqual([])
        expect(keep.filter((one) => !one.point.isDamaged).length).toBeLessThanOrEqual(limits.last + 2 * limits.days)
        // the rule is done when it has been applied
        expect(keepRestorePoints(ids, at(now), limits).go).toEqual([])
        points = ids
      }
    }
  })
})
