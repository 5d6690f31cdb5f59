import { computed } from 'vue'
import type { SavedView } from '../../../core/book/layout/bookLayout'
import { useTell } from '../../composables/useTell'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'
import { contentOf, isChanged } from './viewDifference'

/** The saved views of a table: choosing, saving, renaming, ordering and deleting them. Each is one step that can be undone. */
export function useSavedViews(table: () => string) {
  const book = useBookStore()
  const records = useRecordsStore()
  const { tellFailure } = useTell()

  const all = computed(() => book.description?.layout.views ?? [])
  const views = computed(() => all.value.filter((view) => view.table === table()))
  const now = computed(() => records.viewOf(book.bookId ?? '', table()))
  const current = computed(() => views.value.find((view) => view.id === now.value.viewId) ?? null)
  const changed = computed(() => isChanged(now.value, current.value))

  async function store(next: readonly SavedView[]): Promise<boolean> {
    const result = await book.edit({ type: 'changeLayout', layout: { views: next } })
    if (!result.ok) tellFailure(result.failure)
    return result.ok
  }

  const choose = (view: SavedView | null) => void (book.bookId !== null && records.chooseView(book.bookId, table(), view))

  /** Keeps what is seen now in the view that is chosen. */
  async function save() {
    const saved = current.value
    if (saved) await store(all.value.map((view) => (view.id === saved.id ? { ...saved, ...contentOf(now.value) } : view)))
  }

  /** Keeps what is seen now under a name of its own, and chooses it. */
  async function saveAs(name: string) {
    const view: SavedView = { id: crypto.randomUUID(), table: table(), name, ...contentOf(now.value) }
    if (await store([...all.value, view])) choose(view)
  }

  const rename = (id: string, name: string) => store(all.value.map((view) => (view.id === id ? { ...view, name } : view)))

  async function remove(id: string): Promise<boolean> {
    const done = await store(all.value.filter((view) => view.id !== id))
    if (done && now.value.viewId === id) choose(null)
    return done
  }

  /** Moves a view past its neighbour of the same table: -1 to the left, 1 to the right. */
  async function move(id: string, by: -1 | 1) {
    const at = views.value.findIndex((view) => view.id === id)
    const [one, other] = [views.value[at], views.value[at + by]]
    if (one && other) await store(all.value.map((view) => (view === one ? other : view === other ? one : view)))
  }

  return { views, now, current, changed, choose, save, saveAs, rename, remove, move }
}
