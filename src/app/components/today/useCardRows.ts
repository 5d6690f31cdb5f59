import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Failure } from '../../../core/base/failure'
import type { RecordRow, RowQuery } from '../../../core/book/bookDescription'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'
import { useClient } from '../../useClient'

/** The first records of a card, read anew with each change of the card and of the book. */
export function useCardRows(query: () => Pick<RowQuery, 'table' | 'sort' | 'count'> & Required<Pick<RowQuery, 'filter'>>) {
  const client = useClient()
  const book = useBookStore()
  const records = useRecordsStore()
  const rows = shallowRef<readonly RecordRow[] | null>(null)
  const total = shallowRef(0)
  const failure = shallowRef<Failure | null>(null)
  let latest = 0
  onScopeDispose(() => latest++)

  async function read() {
    const { bookId } = book
    const turn = ++latest
    if (bookId === null) return
    const result = await client.device.rows(bookId, { ...query(), from: 0, search: '', today: records.today() })
    if (turn !== latest) return
    failure.value = result.ok ? null : result.failure
    if (!result.ok) return
    rows.value = result.value.rows
    total.value = result.value.total
  }

  watch([() => JSON.stringify(query()), () => book.generation, () => book.bookId, () => records.today()], read, { immediate: true })
  return { rows, total, failure }
}
