import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Failure } from '../../core/base/failure'
import type { Result } from '../../core/base/result'
import type { BookHead } from '../../core/book/bookHead'
import type { Durability, Incident } from '../../core/book/bookSession'
import type { BookSummary, DeviceApi } from '../../worker/deviceApi'
import { useClient } from '../useClient'

type NewBook = Omit<Parameters<DeviceApi['createBook']>[0], 'at' | 'who'>

/** This browser's storage: which books it holds, what happened to them, how durable "Saved" is. */
export const useDeviceStore = defineStore('device', () => {
  const client = useClient()
  const books = ref<readonly BookSummary[]>([])
  const incidents = ref<readonly Incident[]>([])
  const durability = shallowRef<Durability | null>(null)
  const persisted = ref(false)
  const started = ref(false)
  /** The start is over: a book is open, or there is none to open. */
  const ready = ref(false)
  /** Why starting failed; null when it did not. */
  const startFailure = shallowRef<Failure | null>(null)
  /** The storage trouble that stands now; null when writing works. */
  const storageFailure = shallowRef<Failure | null>(null)

  const isEmpty = computed(() => started.value && books.value.length === 0)
  /** Books that were here and cannot be opened now. */
  const lostBooks = computed(() => incidents.value.filter((incident) => incident.type === 'BookGone' || incident.type === 'BookUnreadable'))

  async function start(): Promise<void> {
    const result = await client.start()
    started.value = true
    if (!result.ok) {
      startFailure.value = result.failure
      return
    }
    books.value = result.value.books
    incidents.value = result.value.incidents
    durability.value = result.value.durability
    persisted.value = result.value.persisted
  }

  /** Puts a book into the list, or renews its line. */
  function remember(book: BookSummary): void {
    const others = books.value.filter((known) => known.bookId !== book.bookId)
    books.value = [...others, book].sort((a, b) => a.name.localeCompare(b.name))
  }

  function rememberHead(head: BookHead): void {
    const { identity, generation, changedAt, size } = head
    remember({ bookId: identity.bookId, name: identity.name, generation, changedAt, size })
  }

  function forget(bookId: string): void {
    books.value = books.value.filter((book) => book.bookId !== bookId)
  }

  /** Adds incidents found when a book was opened; each is told once. */
  function addIncidents(found: readonly Incident[]): void {
    const isKnown = (incident: Incident) => incidents.value.some((known) => known.type === incident.type && known.bookId === incident.bookId)
    incidents.value = [...incidents.value, ...found.filter((incident) => !isKnown(incident))]
  }

  /** The book opens: it is neither gone nor unreadable any more. */
  function noteBack(bookId: string): void {
    const back: readonly Incident[] = lostBooks.value.filter((incident) => incident.bookId === bookId)
    incidents.value = incidents.value.filter((incident) => !back.includes(incident))
  }

  /** The person knows of it. A book that is gone is then no longer missed at the next start. */
  function dismissIncident(incident: Incident): void {
    if (incident.type === 'BookGone') client.forgetBook(incident.bookId)
    incidents.value = incidents.value.filter((known) => known !== incident)
  }

  async function createBook(request: NewBook): Promise<Result<BookSummary, Failure>> {
    const result = await client.device.createBook({ ...request, at: client.clock.now(), who: client.settings().operatorName })
    if (result.ok) remember(result.value)
    return result
  }

  async function removeBook(bookId: string): Promise<Result<undefined, Failure>> {
    const result = await client.device.removeBook(bookId, client.clock.now(), client.settings().operatorName)
    if (result.ok) forget(bookId)
    return result
  }

  /** Asks the browser to keep this storage. Ask when there is something to lose: after the first change or backup. */
  async function persist(): Promise<void> {
    if (!persisted.value) persisted.value = await client.persist()
  }

  return {
    books, incidents, durability, persisted, started, ready, startFailure, storageFailure, isEmpty, lostBooks,
    start, remember, rememberHead, forget, addIncidents, noteBack, dismissIncident, createBook, removeBook, persist,
  }
})
