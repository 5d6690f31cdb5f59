import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useBookStore } from '../stores/book'
import { useTell } from './useTell'

/**
 * Goes to the book's first page, with a sentence, once the table of a page is gone: its import was undone, say. Not while
 * `isOwn` says that the page does away with it itself, and leads on from there.
 */
export function useLeaveGoneTable(name: () => string, isOwn: () => boolean = () => false): void {
  const book = useBookStore()
  const router = useRouter()
  const { tell } = useTell()
  const { t } = useI18n()
  watch(() => [book.bookId, name(), book.table(name()) !== null] as const, ([id, table, isThere], [idBefore, tableBefore, wasThere]) => {
    if (isThere || !wasThere || id === null || id !== idBefore || table !== tableBefore || isOwn()) return
    tell({ title: t('records.table.wentAway', { table }) })
    void router.replace({ name: 'today' })
  })
}
