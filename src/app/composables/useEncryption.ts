import { computed } from 'vue'
import { isPassphraseProofDue } from '../../core/routine/passphraseProof'
import { useBookStore } from '../stores/book'
import { useSettingsStore } from '../stores/settings'
import { useClient } from '../useClient'
import { useTell } from './useTell'

const SNOOZE_MS = 7 * 86_400_000

/** The encryption of the open book's backups (null = they are not encrypted), and changing it. */
export function useEncryption() {
  const client = useClient()
  const book = useBookStore()
  const settings = useSettingsStore()
  const { tellFailure } = useTell()
  const encryption = computed(() => (book.bookId === null ? null : settings.ofBook(book.bookId).encryption))

  /** That it changed belongs into the journal; the passphrase never does. */
  async function note(bookId: string): Promise<void> {
    const noted = await client.device.note({
      at: client.clock.now(),
      bookId,
      who: client.settings().operatorName,
      severity: 'info',
      event: { type: 'settings-changed', names: ['encryption'] },
    })
    if (!noted.ok) tellFailure(noted.failure)
  }

  /** From now on backups are encrypted with this passphrase; it was just typed, so it is proved. */
  async function keep(passphrase: string): Promise<void> {
    const { bookId } = book
    if (bookId === null) return
    const { utc } = client.clock.now()
    await settings.changeBook(bookId, { encryption: { passphrase, since: utc, provedAt: utc } })
    await note(bookId)
  }

  /** From now on backups are not encrypted; the passphrase is forgotten here. */
  async function turnOff(): Promise<void> {
    const { bookId } = book
    if (bookId === null) return
    await settings.changeBook(bookId, { encryption: null })
    await note(bookId)
  }

  /** The person has just typed the passphrase right. */
  async function noteProved(): Promise<void> {
    if (book.bookId === null || !encryption.value) return
    const { passphrase, since } = encryption.value
    await settings.changeBook(book.bookId, { encryption: { passphrase, since, provedAt: client.clock.now().utc } })
  }

  /** Asks for the passphrase again in a week. */
  async function snoozeProof(): Promise<void> {
    if (book.bookId === null || !encryption.value) return
    await settings.changeBook(book.bookId, { encryption: { ...encryption.value, proofSnoozedUntil: client.clock.now().utc + SNOOZE_MS } })
  }

  /** Whether it is time to ask the person for the passphrase. */
  function isProofDue(now: number): boolean {
    if (!encryption.value) return false
    const wait = (encryption.value.proofSnoozedUntil ?? 0) - now
    // further ahead than it is ever put off: the clock was set back
    return isPassphraseProofDue(encryption.value, now) && (wait <= 0 || wait > SNOOZE_MS)
  }

  return { encryption, keep, turnOff, noteProved, snoozeProof, isProofDue }
}
