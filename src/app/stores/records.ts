import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { Failure } from '../../core/base/failure'
import { instantToDay, instantToIso } from '../../core/base/clock'
import type { Result } from '../../core/base/result'
import type { RecordKey, RecordRow, RowQuery, RowWindow, TableDescription } from '../../core/book/bookDescription'
import type { SavedView } from '../../core/book/layout/bookLayout'
import type { GroupQuery, GroupWindow } from '../../core/book/query/groupQuery'
import { EVERY_RECORD, type RowFilter } from '../../core/book/query/rowFilter'
import { tableLookSchema, type TableLook } from '../../core/routine/settings'
import { useNow } from '../composables/useNow'
import type { FieldContext } from '../fields/fieldType'
import { useClient } from '../useClient'
import { useBookStore } from './book'
import { createKeptDrafts, type DraftTexts } from './keptDrafts'
import { useSettingsStore } from './settings'

/** The draft of a record that does not exist yet. */
const NEW = 'new'

/** How a table is looked at now. Its members are plain data: replace them whole, never change them inside. */
export interface TableView extends Pick<SavedView, 'filter' | 'search' | 'sort' | 'hidden' | 'order' | 'pinned' | 'groups' | 'totals'> {
  /** The saved view that it began with; null = all records. */
  viewId: string | null
  filter: RowFilter
  search: string
  sort: RowQuery['sort']
  hidden: readonly string[]
  order: readonly string[]
  pinned: readonly string[]
  groups: SavedView['groups']
  totals: SavedView['totals']
  /** Widths that the person gave to fields, in CSS pixels. */
  widths: Readonly<Record<string, number>>
}

/** Reading records, and how each table of each book is looked at while this window is open. */
export const useRecordsStore = defineStore('records', () => {
  const client = useClient()
  const book = useBookStore()
  const settings = useSettingsStore()
  const views = new Map<string, TableView>()
  /** What was typed into forms and not stored yet, by book, table and record. */
  const drafts = new Map<string, DraftTexts>()
  const kept = createKeptDrafts()
  const touched = new Set<string>()
  let language: (() => FieldContext) | null = null
  /** Resolves once the drafts of earlier days are known. */
  const draftsRead = kept.load(client.clock.now().utc).then((found) => {
    for (const [id, texts] of found) if (!touched.has(id)) drafts.set(id, texts)
  })

  const now = useNow()
  /** The person's day, `YYYY-MM-DD`; whatever shows it hears when the next one begins. */
  const today = () => (now.value === 0 ? '' : instantToDay(client.clock.now()))
  /** The clock on the wall, `YYYY-MM-DDTHH:MM`. */
  const wallTime = () => instantToIso(client.clock.now()).slice(0, 16)

  /** How the device remembers a table; what it starts with when it does not. */
  const lookOf = (bookId: string, table: string): TableLook => settings.ofBook(bookId).tables?.[table] ?? tableLookSchema.parse({})

  /** What a table looks like through a saved view, or without one. */
  function startView(bookId: string, table: string, saved: SavedView | null): TableView {
    const look = lookOf(bookId, table)
    const { order, hidden, pinned, sort } = saved ?? look
    const totals = saved?.totals ?? look.totals ?? firstTotals(book.table(table))
    const { filter, search, groups } = saved ?? { filter: EVERY_RECORD, search: '', groups: [] }
    return { viewId: saved?.id ?? null, order, hidden, pinned, sort, totals, filter, search, groups, widths: look.widths }
  }

  const savedView = (id: string | null) => book.description?.layout.views.find((view) => view.id === id) ?? null

  /** How a table is looked at; the same object each time, to be changed in place. */
  function viewOf(bookId: string, table: string): TableView {
    const id = JSON.stringify([bookId, table])
    const known = views.get(id)
    if (known) return known
    const remembered = savedView(lookOf(bookId, table).view)
    const view = shallowReactive(startView(bookId, table, remembered?.table === table ? remembered : null))
    // before the book is described, nothing is known of its saved views
    if (book.bookId === bookId) views.set(id, view)
    return view
  }

  /** Shows a table through a saved view; null = all records. */
  function chooseView(bookId: string, table: string, saved: SavedView | null): void {
    Object.assign(viewOf(bookId, table), startView(bookId, table, saved))
    remember(bookId, table)
  }

  /** Shows just these records of a table, without any saved view: the way in from charts, totals and lists elsewhere. */
  function showOnly(bookId: string, table: string, filter: RowFilter): void {
    Object.assign(viewOf(bookId, table), startView(bookId, table, null), { filter })
  }

  /** Keeps on this device how a table is laid out. A saved view keeps its own layout, so that only widths are taken from it. */
  function remember(bookId: string, table: string): void {
    const { viewId, widths, order, hidden, pinned, sort, totals } = viewOf(bookId, table)
    const own = viewId === null ? { order: [...order], hidden: [...hidden], pinned: [...pinned], sort: [...sort], totals: [...totals] } : {}
    const look: TableLook = { ...lookOf(bookId, table), ...own, view: viewId ?? '', widths: { ...widths } }
    if (JSON.stringify(look) === JSON.stringify(lookOf(bookId, table))) return
    void settings.changeBook(bookId, { tables: { ...settings.ofBook(bookId).tables, [table]: look } })
  }

  /** Says how cells are shown, and so what searches look for: whatever shows cells says it. */
  function showIn(context: () => FieldContext): void {
    language = context
  }

  /** The text of a search with what it means in the person's language. */
  async function searchFor(search: string): Promise<Pick<RowQuery, 'search' | 'meant'>> {
    if (search === '' || !language) return { search }
    const { searchMeaning } = await import('../fields/searchMeaning')
    return { search, meant: searchMeaning(search, language()) }
  }

  /** A window of the records as the table is filtered, sorted and searched now. */
  async function rows(bookId: string, table: string, from: number, count: number): Promise<Result<RowWindow, Failure>> {
    const { sort, search, filter } = viewOf(bookId, table)
    return client.device.rows(bookId, { ...(await searchFor(search)), table, from, count, sort, filter, today: today() })
  }

  /** Groups or totals of the records as the table is filtered and searched now; `within` narrows them further. */
  async function groups(
    bookId: string, table: string, query: Pick<GroupQuery, 'by' | 'totals' | 'from' | 'count'>, within: RowFilter['conditions'] = [],
  ): Promise<Result<GroupWindow, Failure>> {
    const { search, filter, sort } = viewOf(bookId, table)
    // a view that shows the newest first shows the newest group first, too
    const order = sort.some((one) => one.descending && one.field === query.by[0]?.field) ? 'by-group-descending' : 'by-group'
    return client.device.groups(bookId, { ...query, ...(await searchFor(search)), table, filter: within.length === 0 ? filter : { ...filter, also: within }, order, today: today() })
  }

  function record(bookId: string, table: string, key: RecordKey): Promise<Result<RecordRow, Failure>> {
    return client.device.record(bookId, table, key)
  }

  const draftId = (bookId: string, table: string, record: string) => JSON.stringify(record === NEW ? [bookId, table] : [bookId, table, record])

  /**
   * Keeps what was typed for a record (its key as in an address; left out, a new one) while the person looks elsewhere, on
   * this device for some weeks; null = nothing to keep.
   */
  function keepDraft(bookId: string, table: string, texts: DraftTexts | null, record = NEW): void {
    const id = draftId(bookId, table, record)
    touched.add(id)
    if (texts) drafts.set(id, texts)
    else if (!drafts.delete(id)) return
    kept.keep(id, texts, client.clock.now().utc)
  }

  const draftOf = (bookId: string, table: string, record = NEW): DraftTexts | null => drafts.get(draftId(bookId, table, record)) ?? null

  return { viewOf, chooseView, showOnly, remember, showIn, searchFor, rows, groups, record, today, wallTime, keepDraft, draftOf, draftsRead }
})

/** The sums of the first few amounts of money. */
function firstTotals(table: TableDescription | null): SavedView['totals'] {
  const money = table?.fields.filter((field) => field.kind === 'money') ?? []
  return money.slice(0, 3).map((field) => ({ fold: 'sum', field: field.name }))
}
