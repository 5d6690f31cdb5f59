import { defineStore } from 'pinia'
import { reactive } from 'vue'
import type { Failure } from '../../core/base/failure'
import type { Result } from '../../core/base/result'
import type { RecordKey, RecordRow, RowQuery, RowWindow } from '../../core/book/bookDescription'
import { useClient } from '../useClient'

/** How a table is looked at. */
export interface TableView {
  sort: RowQuery['sort']
  search: string
}

/** Reading records, and how each table of each book is sorted and searched while this window is open. */
export const useRecordsStore = defineStore('records', () => {
  const client = useClient()
  const views = reactive(new Map<string, TableView>())
  /** What was typed into the form of a new record and not added yet, by book and table. */
  const drafts = new Map<string, Record<string, string>>()

  /** How a table is looked at; the same object each time, to be changed in place. */
  function viewOf(bookId: string, table: string): TableView {
    const id = JSON.stringify([bookId, table])
    if (!views.has(id)) views.set(id, { sort: [], search: '' })
    return views.get(id) ?? { sort: [], search: '' }
  }

  /** A window of the records as the table is sorted and searched now. */
  function rows(bookId: string, table: string, from: number, count: number): Promise<Result<RowWindow, Failure>> {
    const { sort, search } = viewOf(bookId, table)
    return client.device.rows(bookId, { table, from, count, sort: sort.map((one) => ({ ...one })), search })
  }

  function record(bookId: string, table: string, key: RecordKey): Promise<Result<RecordRow, Failure>> {
    return client.device.record(bookId, table, key)
  }

  /** Keeps what was typed for a new record while the person looks elsewhere; null = nothing to keep. */
  function keepDraft(bookId: string, table: string, texts: Record<string, string> | null): void {
    const id = JSON.stringify([bookId, table])
    if (texts) drafts.set(id, texts)
    else drafts.delete(id)
  }

  const draftOf = (bookId: string, table: string) => drafts.get(JSON.stringify([bookId, table])) ?? null

  return { viewOf, rows, record, keepDraft, draftOf }
})
