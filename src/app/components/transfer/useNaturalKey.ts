import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { TableDescription } from '../../../core/book/bookDescription'
import type { ColumnTarget, ImportTable } from '../../../core/transfer/importPlan'
import { distinctSql, keyCandidates, uniqueKey } from '../../../core/transfer/naturalKey'
import type { QueryOutcome } from '../../../core/transfer/runQueries'
import type { Run } from '../../../worker/client/nightsafeClient'
import { useBookStore } from '../../stores/book'
import { useClient } from '../../useClient'

const SECONDS = 20

/**
 * The fields by which an import tells records, and the one that was found for that: what the table allows only once, or what
 * no two of its records have the same. `findKey` looks for it anew, until `stopFinding`; what the person chose meanwhile stays.
 */
export function useNaturalKey(file: Readonly<Ref<ImportTable | null>>, table: Readonly<Ref<TableDescription | null>>, targets: ShallowRef<readonly ColumnTarget[]>) {
  const client = useClient()
  const book = useBookStore()
  const key = shallowRef<readonly string[]>([])
  /** The field that was chosen by itself, and why. */
  const keyFound = ref<{ field: string; why: 'unique' | 'distinct' } | null>(null)

  let run: Run<QueryOutcome> | null = null
  onScopeDispose(stopFinding)

  /** What is chosen by now stays. Looking takes a copy of the book, which is let go of. */
  function stopFinding(): void {
    run?.cancel()
    run = null
  }

  function choose(field: string, why: 'unique' | 'distinct'): void {
    key.value = [field]
    keyFound.value = { field, why }
  }

  function findKey(): void {
    stopFinding()
    key.value = []
    keyFound.value = null
    if (!file.value || !table.value) return
    const unique = uniqueKey(table.value, file.value, targets.value)
    if (unique === null) void lookAtRecords(table.value, keyCandidates(table.value, file.value, targets.value), key.value)
    else choose(unique, 'unique')
  }

  async function lookAtRecords({ name }: TableDescription, candidates: readonly string[], before: readonly string[]): Promise<void> {
    if (book.bookId === null || candidates.length === 0) return
    const own = client.askSql(book.bookId, distinctSql(name, candidates), SECONDS)
    run = own
    const found = await own.outcome
    if (run !== own) return
    run = null
    const [row] = (found.ok && found.value.answers[0]?.rows) || []
    const field = candidates.find((_, i) => row?.[i] === 1)
    if (field !== undefined && key.value === before) choose(field, 'distinct')
  }

  return { key, keyFound, findKey, stopFinding }
}
