import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Failure } from '../../core/base/failure'
import type { JournalEntry } from '../../core/journal/journalEntry'
import { useClient } from '../useClient'

const PAGE = 50

/** The journal as far as it has been read, newest first. */
export const useJournalStore = defineStore('journal', () => {
  const client = useClient()
  const entries = ref<readonly JournalEntry[]>([])
  const hasMore = ref(false)
  const loading = ref(false)
  const failure = shallowRef<Failure | null>(null)
  let shownBook: string | null = null

  async function read(before: number | null, limit: number): Promise<readonly JournalEntry[] | null> {
    loading.value = true
    const result = await client.device.journal({ bookId: shownBook, before, limit }).finally(() => (loading.value = false))
    failure.value = result.ok ? null : result.failure
    if (!result.ok) return null
    hasMore.value = result.value.length === limit
    return result.value
  }

  /** Reads the newest entries of a book, or of all (null). */
  async function load(bookId: string | null): Promise<void> {
    shownBook = bookId
    entries.value = (await read(null, PAGE)) ?? []
  }

  /** Reads what came before the entries shown. */
  async function loadMore(): Promise<void> {
    const last = entries.value.at(-1)
    if (!last || loading.value) return
    const older = await read(last.seq, PAGE)
    if (older) entries.value = [...entries.value, ...older]
  }

  /** Reads again as many entries as are shown. */
  async function refresh(): Promise<void> {
    const newest = await read(null, Math.max(PAGE, entries.value.length))
    if (newest) entries.value = newest
  }

  return { entries, hasMore, loading, failure, load, loadMore, refresh }
})
