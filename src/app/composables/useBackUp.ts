import { useI18n } from 'vue-i18n'
import type { MadeBackup } from '../../worker/jobApi'
import { useBackupsStore, type BackupWish } from '../stores/backups'
import { useBookStore } from '../stores/book'
import { useClient } from '../useClient'
import { useDownload } from './useDownload'
import { useFormat } from './useFormat'
import { useTell } from './useTell'

/**
 * Gives the one way to make a backup: made and test-restored in a worker of its own, then offered as a download, and told.
 * Resolves with the backup, or null when there is none (told as well, unless the person stopped it).
 */
export function useBackUp() {
  const client = useClient()
  const book = useBookStore()
  const backups = useBackupsStore()
  const download = useDownload()
  const format = useFormat()
  const { tell, tellFailure } = useTell()
  const { t } = useI18n()

  async function backUp(kind: BackupWish['kind'], note = '', how: Pick<BackupWish, 'form' | 'gzip'> = {}): Promise<MadeBackup | null> {
    if (book.bookId === null) return null
    const made = await backups.make(book.bookId, { kind, note, ...how })
    if (!made) return null
    if (!made.ok) {
      tellFailure(made.failure)
      return null
    }
    const { file, fileName } = made.value
    download.offer(file, fileName)
    backups.noteOffered(kind, fileName)
    tell({
      tone: 'info',
      title: t('backup.made.title', { time: format.clockTime(client.clock.now().utc) }),
      detail: t('backup.made.detail', { file: fileName }),
    })
    return made.value
  }

  return { backUp }
}
