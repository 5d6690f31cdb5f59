import type { FindingCode } from './inspection'

/** What a person reads about a finding; the finding's own `detail` stands between the two. */
export interface FindingText {
  readonly title: string
  readonly nextStep: string
}

const ANOTHER_COPY = 'Choose another copy of this backup, or an older one.'
const RIGHT_FILE = 'Check that this is the right file.'
const NOTHING = 'There is nothing to do.'

/** The English words for every finding code. */
export const findingTexts: Record<FindingCode, FindingText> = {
  empty: { title: 'The file is empty', nextStep: 'Copy or download the file again, or choose an older backup.' },
  'too-large': { title: 'The file is too large', nextStep: RIGHT_FILE },
  unreadable: { title: 'The file cannot be read', nextStep: 'Check that the drive is connected and the file is still there.' },
  'not-a-backup': { title: 'This is not a backup', nextStep: 'Choose a backup, a SQLite database, an SQL dump, or a file of tables: JSON, CSV or Excel.' },
  'needs-passphrase': { title: 'The file is locked with a passphrase', nextStep: 'Type the passphrase that it was made with.' },
  'newer-format': { title: 'The backup has a newer format', nextStep: 'Update the app, then choose the file again.' },
  'newer-app': { title: 'A newer app made this backup', nextStep: 'Update the app, then choose the file again.' },
  truncated: { title: 'The end of the file is missing', nextStep: 'Copy or download the file again, or choose an older backup.' },
  'trailing-bytes': { title: 'There is something after the end of the backup', nextStep: ANOTHER_COPY },
  corrupt: { title: 'The database is damaged', nextStep: ANOTHER_COPY },
  'seal-mismatch': { title: 'The seal is broken', nextStep: ANOTHER_COPY },
  'digest-mismatch': { title: 'The records are not the ones that were backed up', nextStep: ANOTHER_COPY },
  'schema-mismatch': { title: 'The tables are not the ones that were backed up', nextStep: ANOTHER_COPY },
  'count-mismatch': { title: 'The number of records is not the one that was backed up', nextStep: ANOTHER_COPY },
  'manifest-unreadable': { title: 'The description inside the backup cannot be read', nextStep: ANOTHER_COPY },
  'wrapper-changed': { title: 'The packing of the file was changed', nextStep: ANOTHER_COPY },
  'decompression-failed': { title: 'The file cannot be unpacked', nextStep: ANOTHER_COPY },
  'decompression-too-large': { title: 'The file unpacks to too much', nextStep: RIGHT_FILE },
  'too-deep': { title: 'The file is nested too deeply', nextStep: RIGHT_FILE },
  'time-limit': { title: 'Reading the file took too long', nextStep: ANOTHER_COPY },
  'wal-mode': {
    title: 'The newest changes may be missing',
    nextStep: 'If a file with the same name ending in -wal lies beside it, choose both files at once.',
  },
  'foreign-keys-broken': { title: 'Some records point to records that are not there', nextStep: 'You can go on; mend these records afterwards.' },
  'no-tables': { title: 'The database has no tables', nextStep: RIGHT_FILE },
  'fields-left-out': { title: 'Some fields were left out of this backup', nextStep: 'Over the same book they keep their values; on a fresh device they come back empty.' },
  'views-asleep': { title: 'The file has views', nextStep: 'They are kept as text and do not run until you wake them.' },
  'triggers-asleep': { title: 'The file has triggers', nextStep: 'They are kept as text and do not run until you wake them.' },
  'virtual-table': { title: 'The file has a virtual table', nextStep: 'It can be read, not edited.' },
  'reserved-name': { title: 'The file uses a name that is reserved', nextStep: RIGHT_FILE },
  'not-carried': { title: 'Something is not carried over as it was', nextStep: 'Look at it after the file is opened.' },
  'wrong-passphrase': { title: 'The passphrase does not open the file', nextStep: 'Compare it with the recovery sheet, and try again.' },
  'passphrase-too-costly': { title: 'The file takes too long to unlock', nextStep: 'Unlock it with the age program, then choose the unlocked file.' },
  'not-for-a-passphrase': { title: 'The file is locked with a key file', nextStep: 'Unlock it with the age program and the key file, then choose the unlocked file.' },
  'needs-choice': { title: 'The archive holds several databases', nextStep: 'Choose one of them.' },
  'wal-applied': { title: 'The newest changes were in the -wal file, and are in', nextStep: NOTHING },
  'wal-not-applied': { title: 'The -wal file does not belong to this database', nextStep: 'Choose the database together with the -wal file that lay beside it.' },
  'wal-damaged': { title: 'The newest changes are missing: the -wal file is damaged', nextStep: ANOTHER_COPY },
  salvaged: { title: 'What could be read was saved', nextStep: 'Compare it with what you remember, or with paper.' },
  converted: { title: 'Values are converted, exactly', nextStep: NOTHING },
}
