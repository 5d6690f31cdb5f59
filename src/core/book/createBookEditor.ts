import type { Failure } from '../base/failure'
import type { Result } from '../base/result'
import type { FieldChangePreview, FieldDraft, RecordKey, RecordRow, RowQuery, RowWindow } from './bookDescription'
import type { BookSession } from './bookSession'
import { withCounts } from './describeBook'
import type { EditSteps } from './edits/editSteps'
import { EMPTY_LAYOUT } from './layout/bookLayout'
import { findTable, type BookShape } from './keyedTable'
import type { GroupQuery, GroupWindow, ReferringField } from './query/groupQuery'
import { readRecord } from './readRecord'
import { createTotals } from './rowTotals'
import { createShapeMemory } from './shapeMemory'

/**
 * Reading and editing the records of an open book, with undo. Remembers the shape and the counts of the book for as
 * long as nobody but this editor changes it, so that an edit costs the same in a large book.
 */
export interface BookEditor extends EditSteps {
  /** The tables with their counts. */
  describe(): BookShape
  rows(query: RowQuery): Promise<Result<RowWindow, Failure>>
  record(table: string, key: RecordKey): Result<RecordRow, Failure>
  groups(query: GroupQuery): Promise<Result<GroupWindow, Failure>>
  referringTo(table: string, key: RecordKey): Promise<Result<readonly ReferringField[], Failure>>
  /** What changing a field would do to its records, told before it is done. */
  previewFieldChange(table: string, name: string, draft: FieldDraft): Promise<Result<FieldChangePreview, Failure>>
}

/** Opens the records of a session. */
export function createBookEditor(session: BookSession): BookEditor {
  const totals = createTotals()
  const memory = createShapeMemory(session, () => totals.forget())
  let loading: Promise<EditSteps> | null = null

  /** Fetched with the first edit, so that they do not stand before the first screen. */
  async function loadSteps(): Promise<EditSteps> {
    const attempt = (loading ??= import('./edits/editSteps').then(({ createEditSteps }) => createEditSteps(session, memory)))
    try {
      return await attempt
    } catch (error) {
      // the next edit tries anew
      loading = null
      throw error
    }
  }

  return {
    describe: () =>
      session.read((db) =>
        withCounts(db, { ...memory.shapeOf(db), hasSamples: session.head.identity.samples.length > 0, asleep: session.head.identity.asleep, layout: session.head.identity.layout ?? EMPTY_LAYOUT }, memory.counts(db)),
      ),
    async rows(query) {
      const { readRows } = await import('./readRows')
      return session.read((db) => {
        const table = findTable(memory.shapeOf(db), query.table)
        if (!table.ok) return table
        const { name, kind } = table.value
        const counts = memory.counts(db)
        const records = kind === 'table' && query.search === '' ? memory.count(db, name) : (counts.get(name) ?? null)
        return readRows(db, { ...table.value, records }, query, totals)
      })
    },
    record: (name, key) =>
      session.read((db) => {
        const table = findTable(memory.shapeOf(db), name)
        return table.ok ? readRecord(db, table.value, key) : table
      }),
    async groups(query) {
      const { readGroups } = await import('./query/readGroups')
      return session.read((db) => {
        const table = findTable(memory.shapeOf(db), query.table)
        return table.ok ? readGroups(db, table.value, query) : table
      })
    },
    async referringTo(name, key) {
      const { readReferring } = await import('./query/readReferring')
      return session.read((db) => readReferring(db, memory.shapeOf(db), name, key))
    },
    async previewFieldChange(table, name, draft) {
      const { previewFieldChange } = await import('./edits/previewFieldChange')
      return session.read((db) => previewFieldChange({ db, shape: memory.shapeOf(db), identity: session.head.identity }, table, name, draft))
    },
    edit: async (edit, at) => (await loadSteps()).edit(edit, at),
    undo: async (at) => (await loadSteps()).undo(at),
    redo: async (at) => (await loadSteps()).redo(at),
  }
}
