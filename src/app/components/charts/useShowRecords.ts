import { useRouter } from 'vue-router'
import type { RowFilter } from '../../../core/book/query/rowFilter'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'

/** Gives the way to just these records of a table. */
export function useShowRecords(): (table: string, filter: RowFilter) => void {
  const router = useRouter()
  const book = useBookStore()
  const records = useRecordsStore()
  return (table, filter) => {
    if (book.bookId === null) return
    records.showOnly(book.bookId, table, filter)
    void router.push({ name: 'table', params: { table } })
  }
}
