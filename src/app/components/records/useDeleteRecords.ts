import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RecordKey } from '../../../core/book/bookDescription'
import { useFormat } from '../../composables/useFormat'
import { useTell } from '../../composables/useTell'
import { useBookStore } from '../../stores/book'
import { useTellUndoable } from './useTellUndoable'

/** Deleting records of one table as one step, told with the way back; one at a time. Gives whether they are gone. */
export function useDeleteRecords(tableName: () => string) {
  const { t } = useI18n()
  const { counted } = useFormat()
  const book = useBookStore()
  const { tellFailure } = useTell()
  const tellUndoable = useTellUndoable()
  const deleting = ref(false)

  async function deleteRecords(keys: readonly RecordKey[]): Promise<boolean> {
    if (keys.length === 0 || deleting.value) return false
    const table = tableName()
    deleting.value = true
    const result = await book.edit({ type: 'deleteRecords', table, keys }).finally(() => (deleting.value = false))
    if (result.ok) tellUndoable(t('records.table.deleted', { records: counted('base.records', keys.length), table }), result.value)
    else tellFailure(result.failure)
    return result.ok
  }

  return { deleting, deleteRecords }
}
