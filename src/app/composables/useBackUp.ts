import { useI18n } from 'vue-i18n'
import type { BackupForm, BackupKind } from '../../core/backup/manifest'
import type { MadeBackup } from '../../worker/jobApi'
import { useBackupsStore } from '../stores/backups'
import { useBookStore } from '../stores/book'
import { useClient } from '../useClient'
import { useDownload } from './useDownload'
import { useFailureText } from './useFailureText'
import { useFormat } from './useFormat'
import { useTell } from './useTell'

/** `quiet` leaves the telling to a screen that shows `outcome` of the backups store; form, packing and encryption are the settings' unless given. */
interface BackUpOptions {
  quiet?: boolean
  form?: BackupForm
  gzip?: boolean
  passphrase?: string | null
}

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
  const { tell } = useTell()
  const failureText = useFailureText()
  const { t } = useI18n()

  async function backUp(kind: BackupKind, note = '', { quiet = false, ...packing }: BackUpOptions = {}): Promise<MadeBackup | null> {
    if (book.bookId === null) return null
    const made = await backups.make(book.bookId, { kind, note, ...packing }, ({ file, fileName }) => download.offer(file, fileName))
    if (!made) return null
    if (!made.ok) {
      if (!quiet && made.failure.type !== 'Cancelled') {
        const { title, detail, nextStep } = failureText(made.failure)
        tell({ tone: 'risk', title, detail: [detail, nextStep, t('backup.made.failedNote')].join(' ') })
      }
      return null
    }
    const { fileName } = made.value
    backups.noteOffered(kind, fileName)
    const time = format.clockTime(client.clock.now().utc)
    if (!quiet) tell({ title: t('backup.made.title', { time }), detail: t('backup.made.detail', { file: fileName }) })
    return made.value
  }

  return { backUp }
}
