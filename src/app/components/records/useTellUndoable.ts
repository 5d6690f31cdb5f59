import { useI18n } from 'vue-i18n'
import type { EditOutcome } from '../../../core/book/bookDescription'
import { useTell } from '../../composables/useTell'
import { useBookStore } from '../../stores/book'

/** Tells of a change that was made, with a button that takes just this change back, as long as none came after it. */
export function useTellUndoable(): (title: string, outcome: EditOutcome) => void {
  const { t } = useI18n()
  const { tell, tellFailure } = useTell()
  const book = useBookStore()

  async function undo(outcome: EditOutcome) {
    if (book.generation !== outcome.generation) {
      tellFailure({ type: 'UndoSuperseded' })
      return
    }
    const result = await book.undo()
    if (!result.ok) tellFailure(result.failure)
  }

  return (title, outcome) => {
    tell({ title, action: outcome.undo === null ? null : { label: t('records.undo'), run: () => void undo(outcome) } })
  }
}
