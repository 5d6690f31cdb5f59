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

  /** Records that cannot be told apart have a place only, among those that the table shows now. */
  async function byPlace(bookId: string, name: string, place: number) {
    const window = await records.rows(bookId, name, place, 1)
    if (!window.ok) return window
    return { ok: true as const, value: window.value.rows[0] ?? null }
  }

  async function read(): Promise<void> {
    const { bookId } = book
    const [wanted, from] = [key.value, table.value]
    if (bookId === null || !from) return
    if (wanted === null) {
      gone.value = true
      return
    }
    const [place] = wanted
    const hasPlaceOnly = from.readOnly === 'view' || from.readOnly === 'no-key'
    const result = hasPlaceOnly && typeof place === 'number' ? await byPlace(bookId, from.name, place) : await records.record(bookId, from.name, wanted)
    // another book or record was opened meanwhile: what this one says is no news
    if (wanted !== key.value || bookId !== book.bookId) return
    gone.value = !result.ok || result.value === null
    if (result.ok) row.value = result.value
    else if (result.failure.type !== 'RecordNotFound' && result.failure.type !== 'TableNotFound') tellFailure(result.failure)
  }

  return { row, gone, read }
}
