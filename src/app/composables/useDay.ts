import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { JournalEntry } from '../../core/journal/journalEntry'
import { summariseDay, type DaySummary } from '../../core/routine/summariseDay'
import { useBookStore } from '../stores/book'
import { useClient } from '../useClient'
import { useNow } from './useNow'

/** More than the entries of any day, so that the point at which the day began is among them. */
const ENTRIES = 300

/** What the journal and the open book say of today; null until it is known. */
export function useDay() {
  const client = useClient()
  const book = useBookStore()
  const now = useNow()
  const entries = shallowRef<readonly JournalEntry[] | null>(null)

  async function load(): Promise<void> {
    const { bookId } = book
    if (bookId === null) return
    const result = await client.device.journal({ bookId, before: null, limit: ENTRIES })
    if (result.ok && bookId === book.bookId) entries.value = result.value
  }

  watch(() => book.bookId, load, { immediate: true })
  onScopeDispose(client.onEvent((event) => void (event.type === 'journal-grew' && load())))

  const day = computed<DaySummary | null>(() => {
    if (!entries.value || !book.head || now.value === 0) return null
    const firstGeneration = book.head.identity.lineage.at(-1)?.from ?? 1
    return summariseDay({ entries: entries.value, generation: book.generation, firstGeneration, now: client.clock.now() })
  })

  return { day, now }
}
