import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareLines } from '../../../src/core/book/lineage'
import type { BackupKind } from '../../../src/core/backup/manifest'
import { DEFAULT_RETENTION, planRetention, type RetentionRules, type ShelvedBackup } from '../../../src/core/backup/planRetention'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 21, 18)
const LINE = [{ branch: 'a'.repeat(32), from: 1, after: 0 }]

const shelved = (name: string, ageDays: number, generation: number, change: Partial<ShelvedBackup> = {}): ShelvedBackup => ({
  name, bookId: 'book', kind: 'end-of-day', madeAt: NOW - ageDays * DAY, good: true, lineage: LINE, generation, ...change,
})
const decide = (...backups: ShelvedBackup[]) => Object.fromEntries(planRetention(backups, NOW).map(({ backup, reason }) => [backup.name, reason]))

describe('what a folder of backups keeps', () => {
  test('end-of-day backups for 30 days, emergency ones for 90, archives and what was made by hand for ever', () => {
    expect(decide(
      shelved('today', 0, 900),
      shelved('29 days', 29.99, 800), shelved('30 days', 30, 700),
      shelved('emergency 89', 89, 500, { kind: 'emergency' }), shelved('emergency 90', 90, 400, { kind: 'emergency' }),
      shelved('archive', 4000, 3, { kind: 'archive' }), shelved('by hand', 4000, 2, { kind: 'manual' }),
    )).toEqual({
      today: 'young-enough', '29 days': 'young-enough', '30 days': 'too-old', 'emergency 89': 'young-enough', 'emergency 90': 'too-old',
      archive: 'for-ever', 'by hand': 'for-ever',
    })
  })

  test('the newest good one whatever its age, told by its place in the line and not by the clock', () => {
    expect(decide(shelved('newest', 400, 50), shelved('before', 300, 49))).toEqual({ newest: 'newest-good', before: 'too-old' })
  })

  test('what could not be verified, and it stands for nothing', () => {
    expect(decide(shelved('rotten', 50, 60, { good: false }), shelved('good', 60, 50))).toEqual({ rotten: 'not-good', good: 'newest-good' })
  })

  test('the newest of each line where lines have parted, and of each book', () => {
    const fork = [...LINE, { branch: 'b'.repeat(32), from: 31, after: 20 }]
    expect(decide(
      shelved('here', 40, 50), shelved('there', 41, 35, { lineage: fork }), shelved('before both', 60, 20), shelved('other book', 70, 5, { bookId: 'other' }),
    )).toEqual({ here: 'newest-good', there: 'newest-good', 'before both': 'too-old', 'other book': 'newest-good' })
  })

  test('one of several copies of the same state', () => {
    expect(decide(shelved('first', 50, 9), shelved('second', 49, 9))).toEqual({ first: 'too-old', second: 'newest-good' })
  })

  test('what seems to be made in the future', () => {
    expect(decide(shelved('today', 0, 2), shelved('next year', -365, 1))).toEqual({ today: 'young-enough', 'next year': 'from-the-future' })
  })

  test('whatever the rules and the folder: of every good state something that holds it stays', () => {
    const seed = Date.now() % 2 ** 31
    console.log(`planRetention: seed ${seed}`)
    const branch = fc.constantFrom('a', 'b', 'c').map((letter) => letter.repeat(32))
    const lineage = fc.oneof(
      branch.map((one) => [{ branch: one, from: 1, after: 0 }]),
      fc.tuple(branch, fc.integer({ min: 1, max: 9 })).map(([one, after]) => [...LINE, { branch: one, from: after + 1, after }]),
    )
    const kind = fc.constantFrom<BackupKind>('end-of-day', 'manual', 'scheduled', 'emergency', 'archive')
    const folder = fc.array(fc.record({
      name: fc.string(), bookId: fc.constantFrom('x', 'y'), kind, madeAt: fc.integer({ min: NOW - 200 * DAY, max: NOW + DAY }),
      good: fc.boolean(), lineage, generation: fc.integer({ min: 10, max: 20 }),
    }), { maxLength: 20 })
    const days = fc.option(fc.integer({ min: 0, max: 100 }))
    const rules: fc.Arbitrary<RetentionRules> = fc.record({ 'end-of-day': days, manual: days, scheduled: days, emergency: days, archive: days })
    fc.assert(fc.property(folder, rules, (backups, set) => {
      const plan = planRetention(backups, NOW, set)
      const staying = plan.filter(({ goes }) => !goes).map(({ backup }) => backup)
      for (const { backup, goes } of plan) {
        if (!backup.good) expect(goes).toBe(false)
        else {
          const holders = staying.filter((other) => other.good && other.bookId === backup.bookId && ['same', 'newer'].includes(compareLines(other, backup).kind))
          expect(holders.length).toBeGreaterThan(0)
        }
        if (set[backup.kind] === null) expect(goes).toBe(false)
      }
      // once more after the first time takes nothing more
      expect(planRetention(staying, NOW, set).some(({ goes }) => goes)).toBe(false)
    }), { seed, numRuns: 10_000 })
    expect(DEFAULT_RETENTION.archive).toBeNull()
  })
})
