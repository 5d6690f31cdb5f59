import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Failure } from '../../core/base/failure'
import { fail, type Result } from '../../core/base/result'
import type { BookDescription, Edit, EditOutcome, TableDescription } from '../../core/book/bookDescription'
import type { BookHead } from '../../core/book/bookHead'
import type { Durability } from '../../core/book/bookSession'
import type { OpenedBook } from '../../worker/deviceApi'
import { useClient } from '../useClient'

/**
 * The book that is open in this window: its head, its shape, and what was done to it last. `generation` grows with each
 * change, of this window or another: watch it to read records again.
 */
export const useBookStore = defineStore('book', () => {
  const client = useClient()
  const head = shallowRef<BookHead | null>(null)
  const description = shallowRef<BookDescription | null>(null)
  const durability = shallowRef<Durability | null>(null)
  const undoable = ref<Edit['type'] | null>(null)
  const redoable = ref<Edit['type'] | null>(null)
  const writing = ref(0)
  /** Why the latest change was not stored; null once one is. */
  const saveFailure = shallowRef<Failure | null>(null)

  const bookId = computed(() => head.value?.identity.bookId ?? null)
  const name = computed(() => head.value?.identity.name ?? '')
  const currency = computed(() => head.value?.identity.currency ?? 'EUR')
  const generation = computed(() => head.value?.generation ?? 0)
  const tables = computed<readonly TableDescription[]>(() => description.value?.tables ?? [])
  const table = (tableName: string) => tables.value.find((candidate) => candidate.name === tableName) ?? null

  /** What can be taken back in books that were shown before: their steps live as long as the window. */
  const steps = new Map<string, { undo: Edit['type'] | null; redo: Edit['type'] | null }>()

  /** Nothing of what was done can be taken back in a book that goes on from another state. */
  function showHead(newer: BookHead): void {
    const before = head.value
    head.value = newer
    if (before?.identity.bookId !== newer.identity.bookId || branchOf(before) === branchOf(newer)) return
    undoable.value = null
    redoable.value = null
  }

  function show(opened: OpenedBook): void {
    showHead(opened.head)
    description.value = opened.description
    durability.value = opened.durability
  }

  /** Opens a book and shows it in place of the one before. */
  async function open(id: string): Promise<Result<OpenedBook, Failure>> {
    const result = await client.device.openBook(id)
    if (!result.ok) return result
    if (bookId.value !== null && bookId.value !== id) steps.set(bookId.value, { undo: undoable.value, redo: redoable.value })
    if (bookId.value !== id) {
      undoable.value = steps.get(id)?.undo ?? null
      redoable.value = steps.get(id)?.redo ?? null
    }
    saveFailure.value = null
    show(result.value)
    return result
  }

  function close(): void {
    head.value = null
    description.value = null
  }

  let refreshing: Promise<void> | null = null
  let refreshAgain = false

  /** Reads head and shape again; calls while one is under way become one more. */
  async function refresh(): Promise<void> {
    if (refreshing) {
      refreshAgain = true
      return refreshing
    }
    refreshing = (async () => {
      do {
        refreshAgain = false
        const id = bookId.value
        const result = id === null ? null : await client.device.describeBook(id)
        if (result?.ok && id === bookId.value) show(result.value)
      } while (refreshAgain)
    })()
    await refreshing.finally(() => (refreshing = null))
  }

  /** A newer head that the device told of. */
  function accept(newer: BookHead): void {
    if (newer.identity.bookId !== bookId.value || (newer.generation === generation.value && newer.epoch === head.value?.epoch)) return
    showHead(newer)
    void refresh()
  }

  /** Makes a change of which this store does not know how it is made; what can be undone is told by its outcome. */
  async function change(work: (id: string) => Promise<Result<EditOutcome, Failure>>): Promise<Result<EditOutcome, Failure>> {
    const id = bookId.value
    if (id === null) return fail({ type: 'BookNotFound', bookId: '' })
    writing.value++
    const result = await work(id).finally(() => writing.value--)
    if (result.ok) {
      saveFailure.value = null
      undoable.value = result.value.undo
      redoable.value = result.value.redo
      await refresh()
    } else if (isStorageFailure(result.failure)) saveFailure.value = result.failure
    return result
  }

  /** Makes one change; it is durable when this resolves well. */
  const edit = (wanted: Edit) => change((id) => client.device.edit(id, wanted, client.clock.now()))
  async function undo() {
    const result = await change((id) => client.device.undo(id, client.clock.now()))
    if (!result.ok && result.failure.type === 'NothingToUndo') undoable.value = null
    return result
  }
  async function redo() {
    const result = await change((id) => client.device.redo(id, client.clock.now()))
    if (!result.ok && result.failure.type === 'NothingToUndo') redoable.value = null
    return result
  }

  return {
    head, description, durability, undoable, redoable, writing, saveFailure,
    bookId, name, currency, generation, tables, table, open, close, refresh, accept, change, edit, undo, redo,
  }
})

const branchOf = (head: BookHead) => head.identity.lineage.at(-1)?.branch

function isStorageFailure(failure: Failure): boolean {
  return ['StorageFull', 'StorageLost', 'StorageUnavailable', 'StoredDataDamaged', 'WrittenElsewhere', 'BookBusyElsewhere'].includes(failure.type)
}
