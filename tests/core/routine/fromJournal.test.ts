import { describe, expect, test } from 'vitest'
import { nextEntry } from '../../../src/core/journal/appendEntry'
import type { JournalEntry, JournalEvent } from '../../../src/core/journal/journalEntry'
import { backupFactsFromJournal } from '../../../src/core/routine/backupFactsFromJournal'
import { bookOriginFromJournal } from '../../../src/core/routine/bookOrigin'
import { summariseDay } from '../../../src/core/routine/summariseDay'
import { BOOK_ID } from '../../support/sessions'
import { at, HOUR, NOON } from './facts'

function journal(...events: [hoursAgo: number, event: JournalEvent][]): JournalEntry[] {
  const entries: JournalEntry[] = []
  for (const [hoursAgo, event] of events) {
    entries.push(nextEntry(entries.at(-1) ?? null, { at: at(NOON - hoursAgo * HOUR), bookId: BOOK_ID, who: '', severity: 'info', event }))
  }
  return entries
}
const offered = (generation: number, seal: string): JournalEvent => ({
  type: 'backup-offered', kind: 'manual', form: 'json', fileName: `${seal}.json`, bytes: 10, generation, seal, contentDigest: 'd',
})
const confirmed = (seal: string): JournalEvent => ({ type: 'backup-confirmed', seal, fileName: 'renamed.json', generation: 0 })
const created: JournalEvent = { type: 'book-created', template: 'blank' }
const restored = (generation: number): JournalEvent => ({ type: 'restored', fileName: 'x', fromGeneration: 1, generation, safetyCopy: 's' })
const undone = (generation: number): JournalEvent => ({ type: 'restore-undone', generation, safetyCopy: 's' })
const closed = (generation: number, note = ''): JournalEvent => ({ type: 'day-closed', generation, note })

describe('backups', () => {
  const entries = journal([9, created], [8, offered(2, 'a')], [7, offered(3, 'b')], [6, confirmed('a')], [5, confirmed('a')], [4, confirmed('unknown')])
  test('offered ones, confirmed by their seal, at the first time', () => {
    expect(backupFactsFromJournal(entries)).toMatchObject([
      { seal: 'a', generation: 2, offeredAt: at(NOON - 8 * HOUR), confirmedAt: at(NOON - 6 * HOUR), fileName: 'a.json' },
      { seal: 'b', generation: 3, confirmedAt: null },
    ])
  })
  test('in any order of entries', () => expect(backupFactsFromJournal([...entries].reverse())).toEqual(backupFactsFromJournal(entries)))
})

describe('where a book began here', () => {
  test('made, opened, restored, undone', () => {
    expect(bookOriginFromJournal([])).toBeNull()
    expect(bookOriginFromJournal(journal([9, created]))).toEqual({ generation: 1, at: at(NOON - 9 * HOUR) })
    expect(bookOriginFromJournal(journal([9, { type: 'book-opened-from-backup', fileName: 'x', generation: 40 }]))?.generation).toBe(41)
    expect(bookOriginFromJournal(journal([9, created], [8, restored(21)]))?.generation).toBe(21)
    expect(bookOriginFromJournal(journal([9, created], [8, restored(21)], [7, undone(22)]))?.generation).toBe(1)
  })
})

describe('the day', () => {
  const sum = (entries: JournalEntry[], generation: number, now = at(NOON)) => summariseDay({ entries, generation, firstGeneration: 1, now })

  test('changes count from the last point before today', () => {
    expect(sum(journal([30, created], [20, closed(8, 'Call the plumber')], [2, offered(10, 'a')]), 11)).toEqual({
      changes: 3,
      since: at(NOON - 20 * HOUR),
      closedAt: null,
      lastNote: { note: 'Call the plumber', at: at(NOON - 20 * HOUR) },
    })
  })
  test('a book begun today counts from its first generation', () => {
    expect(sum(journal([1, created]), 5)).toEqual({ changes: 4, since: null, closedAt: null, lastNote: null })
  })
  test('closed today, until something changes', () => {
    const entries = journal([30, closed(4)], [1, closed(9)])
    expect(sum(entries, 9)).toMatchObject({ changes: 5, closedAt: at(NOON - HOUR) })
    expect(sum(entries, 10).closedAt).toBeNull()
  })
  test('a closing of yesterday does not close today', () => expect(sum(journal([14, closed(9)]), 9)).toMatchObject({ changes: 0, closedAt: null }))
  test('the day is the person’s, not that of UTC', () => {
    // 22:30 UTC: half past eleven at night in Berlin in winter, half past midnight where the clock is two hours ahead
    const inZone = (offsetMinutes: number) => journal([30, created], [13.5, closed(5)]).map((entry) => ({ ...entry, at: { ...entry.at, offsetMinutes } }))
    expect(sum(inZone(60), 7).changes).toBe(2)
    expect(sum(inZone(120), 7, at(NOON, 120)).changes).toBe(6)
  })
  test('a clock that was set back does not lose changes', () => {
    expect(sum(journal([30, created], [-100, closed(5)]), 7)).toMatchObject({ changes: 6 })
  })
})
