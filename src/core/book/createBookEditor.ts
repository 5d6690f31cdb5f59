import type { Failure } from '../base/failure'
import { ok, type Result } from '../base/result'
import type { FieldChangePreview, FieldDraft, RecordKey, RecordRow, RowQuery, RowWindow } from './bookDescription'
import type { BookSession } from './bookSession'
import { withCounts } from './describeBook'
import type { EditSteps } from './edits/editSteps'
import { EMPTY_LAYOUT } from './layout/bookLayout'
import { findTable, type BookShape } from './keyedTable'
import type { GroupQuery, GroupWindow, ReferringField } from './query/groupQuery'
import type { RowMemory } from './query/rowMemory'
import type { SearchedBook } from './query/searchSql'
import { isPlainQuery, readFirstRows } from './readFirstRows'
import { sqlAnswer } from './sqlAnswer'
import { createShapeMemory } from './shapeMemory'
import type { SqlDatabase } from './sqlEngine'

/**
 * Reading and editing the records of an open book, with undo. Remembers the shape and the counts of the book for as
 * long as nobody but this editor changes it, so that an edit costs the same in a large book.
 */
export interface BookEditor extends EditSteps {
  /** The tables with their counts. */
  describe(): BookShape
  rows(query: RowQuery): Promise<Result<RowWindow, Failure>>
  record(table: string, key: RecordKey): Promise<Result<RecordRow, Failure>>
  groups(query: GroupQuery): Promise<Result<GroupWindow, Failure>>
  referringTo(table: string, key: RecordKey): Promise<Result<readonly ReferringField[], Failure>>
  /** What changing a field would do to its records, told before it is done. */
  previewFieldChange(table: string, name: string, draft: FieldDraft): Promise<Result<FieldChangePreview, Failure>>
}

/** Opens the records of a session. */
export function createBookEditor(session: BookSession): BookEditor {
  let rowMemory: RowMemory | null = null
  const memory = createShapeMemory(session, (touched) => rowMemory?.forget(touched))
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

  const around = (db: SqlDatabase): SearchedBook => ({ tables: memory.shapeOf(db).tables, currency: session.head.identity.currency })

  return {
    describe: () =>
      session.read((db) =>
        withCounts(db, { ...memory.shapeOf(db), hasSamples: session.head.identity.samples.length > 0, asleep: session.head.identity.asleep, layout: session.head.identity.layout ?? EMPTY_LAYOUT }, memory.counts(db)),
      ),
    async rows(query) {
      const plain = session.read((db) => {
        const table = isPlainQuery(query) ? findTable(memory.shapeOf(db), query.table) : null
        if (!table?.ok || table.value.kind !== 'table') return null
        const records = memory.count(db, table.value.name)
        return sqlAnswer(() => {
          const rows = readFirstRows(db, table.value, query)
          return rows && ok({ rows, total: records })
        })
      })
      if (plain) return plain
      const { createRowMemory, readRows } = await import('./readRows')
      const remembered = (rowMemory ??= createRowMemory())
      return session.read((db) => {
        const table = findTable(memory.shapeOf(db), query.table)
        if (!table.ok) return table
        const { name, kind } = table.value
        const records = kind === 'table' ? memory.count(db, name) : null
        return readRows(db, { ...table.value, records }, query, around(db), remembered)
      })
    },
    async record(name, key) {
      const { readRecord } = await import('./readRecord')
      return session.read((db) => {
        const table = findTable(memory.shapeOf(db), name)
        return table.ok ? readRecord(db, table.value, key) : table
      })
    },
    async groups(query) {
      const { readGroups } = await import('./query/readGroups')
      return session.read((db) => {
        const table = findTable(memory.shapeOf(db), query.table)
        if (!table.ok) return table
        const records = table.value.kind === 'table' ? memory.count(db, table.value.name) : null
        return readGroups(db, { ...table.value, records }, query, around(db))
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
    adopt: async (made, at) => (await loadSteps()).adopt(made, at),
    undo: async (at) => (await loadSteps()).undo(at),
    redo: async (at) => (await loadSteps()).redo(at),
  }
}
