import { ref, shallowRef, type Ref } from 'vue'
import type { RecordKey, RecordRow, TableDescription } from '../../../core/book/bookDescription'
import { useTell } from '../../composables/useTell'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'

/** The record of a table with a key, read by `read`; `gone` once it is known not to be there. */
export function useRecordRow(table: Ref<TableDescription | null>, key: Ref<RecordKey | null>) {
  const book = useBookStore()
  const records = useRecordsStore()
  const { tellFailure } = useTell()
  const row = shallowRef<RecordRow | null>(null)
  const gone = ref(false)

  async function read(): Promise<void> {
    const { bookId } = book
    const [wanted, from] = [key.value, table.value]
    if (bookId === null || !from) return
    if (wanted === null) {
      gone.value = true
      return
    }
    const result = await records.record(bookId, from.name, wanted)
    // another book or record was opened meanwhile: what this one says is no news
    if (wanted !== key.value || bookId !== book.bookId) return
    gone.value = !result.ok
    if (result.ok) row.value = result.value
    else if (result.failure.type !== 'RecordNotFound' && result.failure.type !== 'TableNotFound') tellFailure(result.failure)
  }

  return { row, gone, read }
}
