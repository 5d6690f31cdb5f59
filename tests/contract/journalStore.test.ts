import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '../../src/core/journal/journalEntry'
import { good, instant } from '../support/sessions'
import { journalWorlds } from './storageWorlds'

const entryAfter = (bookId: string | null) => (last: JournalEntry | null): JournalEntry => ({
  seq: (last?.seq ?? 0) + 1,
  at: instant(),
  bookId,
  who: '',
  severity: 'info',
  event: { type: 'settings-changed', names: [] },
  previousHash: last?.hash ?? '',
  hash: `hash ${(last?.seq ?? 0) + 1}`,
})

describe.each(journalWorlds)('a journal store (%s)', (_name, makeWorld) => {
  it('chains what several windows append at once', async () => {
    const window = makeWorld()
    const [one, two] = [window(), window()]
    await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? one : two).append(entryAfter(i % 3 ? 'a' : null))))
    const all = good(await one.list({ bookId: null, before: null, limit: 100 }))
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, i) => 20 - i))
    for (const [i, entry] of all.entries()) expect(entry.previousHash).toBe(all[i + 1]?.hash ?? '')
  })

  it('lists by book, from an entry on, up to a limit', async () => {
    const store = makeWorld()()
    for (const bookId of ['a', 'b', 'a', null, 'a', 'b']) good(await store.append(entryAfter(bookId)))
    const seqs = async (bookId: string | null, before: number | null, limit: number) => good(await store.list({ bookId, before, limit })).map(({ seq }) => seq)
    expect(await seqs('a', null, 10)).toEqual([5, 3, 1])
    expect(await seqs('a', 5, 1)).toEqual([3])
    expect(await seqs('b', 6, 10)).toEqual([2])
    expect(await seqs(null, 4, 2)).toEqual([3, 2])
    expect(await seqs('c', null, 10)).toEqual([])
  })

  it('appends nothing when making the entry fails', async () => {
    const store = makeWorld()()
    await expect(
      store.append(() => {
        throw new RangeError('a bug')
      }),
    ).rejects.toThrow('a bug')
    expect(good(await store.list({ bookId: null, before: null, limit: 10 }))).toEqual([])
  })
})
