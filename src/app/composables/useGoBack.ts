import { useI18n } from 'vue-i18n'
import type { RestorePointInfo } from '../../core/book/restorePoint'
import { useBackupsStore } from '../stores/backups'
import { useBookStore } from '../stores/book'
import { useRestorePointsStore } from '../stores/restorePoints'
import { useFormat } from './useFormat'
import { useNow } from './useNow'
import { useTell } from './useTell'

/** Gives the one way to go back to a restore point: switched, shown and told, or told why not. Resolves with whether it was done. */
export function useGoBack(): (point: RestorePointInfo) => Promise<boolean> {
  const { t } = useI18n()
  const format = useFormat()
  const now = useNow()
  const book = useBookStore()
  const backups = useBackupsStore()
  const points = useRestorePointsStore()
  const { tell, tellFailure } = useTell()

  return async (point) => {
    const { bookId } = book
    if (bookId === null) return false
    const gone = await points.goBack(bookId, point.id)
    if (!gone.ok) {
      tellFailure(gone.failure)
      return false
    }
    await Promise.all([book.refresh(), backups.loadCopies(bookId)])
    tell({
      tone: 'safe',
      title: t('restorePoints.back.done', { moment: format.moment(point.at.utc, now.value) }),
      detail: t('restorePoints.back.doneDetail'),
    })
    return true
  }
}
