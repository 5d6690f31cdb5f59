import { useI18n } from 'vue-i18n'
import { useBookStore } from '../stores/book'
import { useTell } from './useTell'

/** Undoing and doing again, with a word about what it was and the way back. */
export function useUndo() {
  const book = useBookStore()
  const { tell, tellFailure } = useTell()
  const { t } = useI18n()

  async function undo(): Promise<void> {
    if (book.bookId === null) return
    const result = await book.undo()
    if (result.ok) {
      // what can be done again now is what was taken back
      const what = result.value.redo
      const action = { label: t('base.redo'), run: () => void redo() }
      tell({ title: what === null ? t('shell.undoneSomething') : t('shell.undone', { what: t(`shell.edits.${what}`) }), action })
    } else if (result.failure.type === 'NothingToUndo') tell({ title: t('shell.nothingToUndo') })
    else tellFailure(result.failure)
  }

  async function redo(): Promise<void> {
    if (book.bookId === null) return
    const result = await book.redo()
    if (result.ok) {
      const what = result.value.undo
      const action = { label: t('base.undo'), run: () => void undo() }
      tell({ title: what === null ? t('shell.redoneSomething') : t('shell.redone', { what: t(`shell.edits.${what}`) }), action })
    } else if (result.failure.type === 'NothingToUndo') tell({ title: t('shell.nothingToRedo') })
    else tellFailure(result.failure)
  }

  return { undo, redo }
}
