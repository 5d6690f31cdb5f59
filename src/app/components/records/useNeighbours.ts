import { shallowRef, watch, type Ref } from 'vue'
import type { RecordKey, RecordRow } from '../../../core/book/bookDescription'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'
import { equalKeys } from './recordKeyPath'

/** Where a record stands in its table, as that is sorted and searched now. */
export interface Neighbours {
  /** Counted from 0. */
  readonly position: number
  readonly total: number
  readonly previous: RecordKey | null
  readonly next: RecordKey | null
}

const STEP = 1_000
/** Beyond this many records nobody waits for a record's place to be found. */
const FAR = 10_000

/** The records before and after one; null while, or because, its place is not known. `hint` is where it was last seen. */
export function useNeighbours(table: Ref<string>, key: Ref<RecordKey | null>, hint: Ref<number | null>) {
  const book = useBookStore()
  const records = useRecordsStore()
  const neighbours = shallowRef<Neighbours | null>(null)
  let asked = 0

  async function find(wanted: RecordKey, from: number, count: number): Promise<Neighbours | 'end' | null> {
    const { bookId } = book
    const result = bookId === null ? null : await records.rows(bookId, table.value, from, count)
    if (!result?.ok) return 'end'
    const { rows, total } = result.value
    const at = rows.findIndex((row) => equalKeys(row.key, wanted))
    if (at < 0) return from + count >= total ? 'end' : null
    const keyAt = async (position: number, known: RecordRow | undefined): Promise<RecordKey | null> => {
      if (position < 0 || position >= total || bookId === null) return null
      if (known) return known.key
      const one = await records.rows(bookId, table.value, position, 1)
      return one.ok ? (one.value.rows[0]?.key ?? null) : null
    }
    const position = from + at
    return { position, total, previous: await keyAt(position - 1, rows[at - 1]), next: await keyAt(position + 1, rows[at + 1]) }
  }

  async function locate() {
    const wanted = key.value
    const turn = ++asked
    let found: Neighbours | 'end' | null = null
    if (wanted && hint.value !== null) found = await find(wanted, Math.max(0, hint.value - 1), 3)
    if (found === 'end') found = null
    for (let from = 0; wanted && found === null && from < FAR && turn === asked; from += STEP) found = await find(wanted, from, STEP)
    if (turn === asked) neighbours.value = found === 'end' ? null : found
  }

  watch([table, key, () => book.generation], () => void locate(), { immediate: true })
  return neighbours
}
