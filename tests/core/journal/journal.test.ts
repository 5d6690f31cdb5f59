import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appendEntry, nextEntry } from '../../../src/core/journal/appendEntry'
import { canonicalJson } from '../../../src/core/journal/canonicalJson'
import { checkJournal } from '../../../src/core/journal/checkJournal'
import type { JournalDraft, JournalEntry, JournalEvent } from '../../../src/core/journal/journalEntry'
import { severityOf } from '../../../src/core/journal/severityOf'
import { createMemoryJournalStore } from '../../../src/platform/memory/memoryJournalStore'
import { BOOK_ID, good, instant } from '../../support/sessions'

const draft = (event: JournalEvent, bookId: string | null = BOOK_ID): JournalDraft => ({ at: instant(), bookId, who: 'Till', severity: severityOf(event), event })
const closed = (generation: number): JournalEvent => ({ type: 'day-closed', generation, note: `note ${generation}` })

function chain(length: number): JournalEntry[] {
  const entries: JournalEntry[] = []
  for (let i = 1; i <= length; i++) entries.push(nextEntry(entries.at(-1) ?? null, draft(closed(i))))
  return entries
}

test('canonical JSON has one text for one value', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'ü"' }], a: undefined, A: true })).toBe('{"A":true,"b":[1,{"c":"ü\\"","d":null}]}')
  fc.assert(fc.property(fc.jsonValue(), (value) => void expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))))
})

test('entries are numbered and chained', async () => {
  const store = createMemoryJournalStore()
  const first = good(await appendEntry(store, draft(closed(1))))
  const second = good(await appendEntry(store, draft(closed(2), null)))
  expect(first).toMatchObject({ seq: 1, previousHash: '' })
  expect(first.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(second).toMatchObject({ seq: 2, previousHash: first.hash })
  expect(checkJournal([second, first])).toEqual([])
})

test('a hash does not depend on the order of members', () => {
  const [entry] = chain(1)
  if (!entry) throw new Error('no entry')
  const event = { note: 'note 1', generation: 1, type: 'day-closed' } as const
  expect(checkJournal([{ ...entry, event }])).toEqual([])
})

describe('a broken chain is found', () => {
  const without = (entries: JournalEntry[], i: number) => entries.filter((_, j) => j !== i)
  test('an entry taken out', () => expect(checkJournal(without(chain(5), 2))).toEqual([{ seq: 3, cause: 'missing' }]))
  test('an entry altered', () => {
    const entries = chain(3).map((entry) => (entry.seq === 2 ? { ...entry, who: 'Somebody else' } : entry))
    expect(checkJournal(entries)).toEqual([{ seq: 2, cause: 'altered' }])
  })
  test('an entry forged with a hash of its own', () => {
    const entries = chain(3)
    const forged = nextEntry(entries[0] ?? null, { ...draft(closed(9)) })
    expect(checkJournal([...without(entries, 1), forged])).toEqual([{ seq: 3, cause: 'unlinked' }])
  })
  test('a first entry that follows something', () => {
    const [forged] = chain(1).map((entry) => nextEntry({ ...entry, seq: 0 }, draft(closed(1))))
    expect(checkJournal(forged ? [forged] : [])).toEqual([{ seq: 1, cause: 'unlinked' }])
  })
  test('any member of any entry', () => {
    const entries = chain(4)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.constantFrom('seq', 'who', 'bookId', 'severity', 'previousHash', 'hash', 'event', 'at'), (i, member) => {
        const altered = entries.map<JournalEntry>((entry, j) => (i === j ? { ...entry, [member]: member === 'seq' ? entry.seq + 0.5 : 'x' } : entry))
        expect(checkJournal(altered)).not.toEqual([])
      }),
    )
  })
  test('a stretch from the middle is sound', () => expect(checkJournal(chain(6).slice(2, 5))).toEqual([]))
})

test('severities', () => {
  expect(severityOf(closed(1))).toBe('info')
  expect(severityOf({ type: 'backup-failed', kind: 'manual', failure: 'StorageFull' })).toBe('error')
  expect(severityOf({ type: 'file-refused', fileName: 'x', code: 'Damaged' })).toBe('warning')
  expect(severityOf({ type: 'incident', incident: { type: 'HomeRebuilt', bookId: BOOK_ID, name: 'x', cause: 'missing' } })).toBe('warning')
  expect(severityOf({ type: 'incident', incident: { type: 'BookGone', bookId: BOOK_ID, name: 'x', known: 4 } })).toBe('error')
})
