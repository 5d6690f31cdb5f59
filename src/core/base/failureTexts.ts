import type { Failure, FailureType, NotABackupHint } from './failure'

/** What a person reads about a failure: what happened, what it means, what to do next. */
export interface FailureText {
  readonly title: string
  readonly detail: string
  readonly nextStep: string
}

/**
 * The English words for every failure. `{names}` stand for the failure's own members, as `failureValues` words them;
 * `{hint}` is a sentence of `hintTexts`.
 */
export const failureTexts: Record<FailureType, FailureText> = {
  StorageFull: {
    title: 'The disk is full',
    detail: 'There is no room left to store the change, so it was not made. Everything saved before is still there.',
    nextStep: 'Free some space on this computer, then try again. You can still download a backup.',
  },
  StorageLost: {
    title: 'The storage stopped answering',
    detail: 'The connection to the stored records ({medium}) was closed, so nothing more can be saved in this window.',
    nextStep: 'Reload the page. Everything shown as saved is read again and checked.',
  },
  StorageUnavailable: {
    title: 'The storage cannot be used',
    detail: 'This device does not let the app store records ({medium}): {reason}',
    nextStep: 'Leave private browsing, or allow this site to store data, then reload.',
  },
  StoredDataDamaged: {
    title: 'Stored records are damaged',
    detail: 'What was read from storage ({medium}) does not match its checksums: {detail}',
    nextStep: 'Restore from your newest backup. The damaged copy is kept until you do.',
  },
  WrittenElsewhere: {
    title: 'Another window was quicker',
    detail: 'The book was changed in another window in the meantime, so this change was not made.',
    nextStep: 'Look at the newest records, then make the change again.',
  },
  BookBusyElsewhere: {
    title: 'The book is busy in another window',
    detail: 'Another window is writing to this book and does not hand it over.',
    nextStep: 'Close the other window, or wait a moment, then try again.',
  },
  BookNotFound: {
    title: 'This book is not on this device',
    detail: 'No book with the number {bookId} is stored here.',
    nextStep: 'Choose another book, or restore this one from a backup.',
  },
  TableNotFound: {
    title: 'The table is gone',
    detail: 'There is no table “{table}” in this book any more.',
    nextStep: 'Choose another table.',
  },
  FieldNotFound: {
    title: 'The field is gone',
    detail: 'The table “{table}” has no field “{field}” any more.',
    nextStep: 'Look at the table again, then repeat the change.',
  },
  RecordNotFound: {
    title: 'The record is gone',
    detail: 'It was deleted from “{table}” in the meantime.',
    nextStep: 'Undo the deletion, or go on with another record.',
  },
  SeveralRefused: {
    title: 'Some records do not fit',
    detail: '{refused} records do not fit into “{table}”, so none was stored.',
    nextStep: 'Mend the records that are named, or leave them out, then do it again.',
  },
  RecordChangedSince: {
    title: 'The record was changed in the meantime',
    detail: 'A record of “{table}” is no longer what it was when you began, so nothing was overwritten.',
    nextStep: 'Look at the record as it is now, then decide.',
  },
  NameTaken: {
    title: 'The name is taken',
    detail: 'There is already something called “{name}”.',
    nextStep: 'Choose another name.',
  },
  LayoutTooLarge: {
    title: 'This is too much to keep',
    detail: 'With it, the views, charts and cards of this book would no longer fit into a backup, so nothing was changed.',
    nextStep: 'Delete views or charts that nobody needs, or make this one smaller: fewer filters, shorter texts.',
  },
  NameNotAllowed: {
    title: 'The name cannot be used',
    detail: '“{name}” cannot be used as a name: {reason}',
    nextStep: 'Choose another name.',
  },
  ValueDoesNotFit: {
    title: 'The value does not fit the field',
    detail: '“{value}” does not fit “{field}” in “{table}”, which holds: {kind}.',
    nextStep: 'Correct the value, or change what the field holds.',
  },
  ConstraintBroken: {
    title: 'A rule of the table does not allow this',
    detail: 'The table “{table}” does not take the change: {detail}.',
    nextStep: 'Correct the values, then try again. Nothing was changed.',
  },
  TableIsReadOnly: {
    title: 'This table can only be read',
    detail: '“{table}” cannot be edited: {reason}',
    nextStep: 'Change the records in the tables it is made from.',
  },
  TooManyRecords: {
    title: 'Too many records for such a file',
    detail: 'It can hold {limit} records, and these are {records}.',
    nextStep: 'Narrow the records with a filter, or choose CSV, which holds any number.',
  },
  ValuesTooLong: {
    title: 'Some values are too long for such a file',
    detail: 'A cell of a workbook holds {limit} characters. Values of “{field}” in {records} records are longer and would be cut.',
    nextStep: 'Hide “{field}” in the view, or choose CSV or JSON, which hold everything.',
  },
  NothingToUndo: {
    title: 'There is nothing to undo',
    detail: 'No change was made in this window that could be taken back.',
    nextStep: 'To go further back, restore a backup.',
  },
  UndoSuperseded: {
    title: 'The change can no longer be undone',
    detail: 'The book was changed again since, here or in another window.',
    nextStep: 'Correct the record by hand, or restore a backup.',
  },
  SqlFailed: {
    title: 'The database refused the step',
    detail: 'SQLite said: {detail}',
    nextStep: 'Nothing was changed. If it happens again, make a backup and tell whoever looks after the app.',
  },
  FileEmpty: {
    title: 'The file is empty',
    detail: 'It holds 0 bytes, so there is nothing to bring back. A copy or download probably broke off.',
    nextStep: 'Copy the file again, or choose an older backup.',
  },
  FileTooLarge: {
    title: 'The file is too large',
    detail: 'It is {size}; files up to {limit} can be taken in. It was not read.',
    nextStep: 'Check that this is the right file.',
  },
  FileUnreadable: {
    title: 'The file cannot be read',
    detail: 'Reading stopped: {reason}',
    nextStep: 'Check that the disk or drive is still connected and the file is still there, then choose it again.',
  },
  NotABackup: {
    title: 'This is not a backup',
    detail: 'Nothing in this file can be restored. {hint}',
    nextStep: 'Choose a backup, a SQLite database, an SQL dump, or a file of tables: JSON, CSV or Excel. Nothing was changed.',
  },
  NeedsPassphrase: {
    title: 'The file is locked with a passphrase',
    detail: 'It is encrypted, and can be opened with the passphrase that it was made with.',
    nextStep: 'Type the passphrase. It stands on the recovery sheet that was printed for this book.',
  },
  WrongPassphrase: {
    title: 'The passphrase does not open the file',
    detail: 'The file is encrypted with another passphrase than the one that was given.',
    nextStep: 'Compare it with the recovery sheet, letter by letter, and try again.',
  },
  PassphraseTooCostly: {
    title: 'The file takes too long to unlock',
    detail: 'It asks for a work factor of {costFactor}; files up to {limit} are opened here.',
    nextStep: 'Unlock it with the age program on a fast computer, then choose the unlocked file.',
  },
  NotForAPassphrase: {
    title: 'The file is locked with a key file',
    detail: 'It was encrypted for a key, not with a passphrase.',
    nextStep: 'Unlock it with the age program and the key file, then choose the unlocked file.',
  },
  NeedsChoice: {
    title: 'The archive holds several databases',
    detail: 'Which of them is meant cannot be told from outside.',
    nextStep: 'Choose one of them.',
  },
  NothingSalvaged: {
    title: 'Nothing could be saved from the file',
    detail: 'No record could be read out of what is left of it.',
    nextStep: 'Choose another copy of this backup, or an older one.',
  },
  NewerFormat: {
    title: 'A newer app made this backup',
    detail: 'The backup has format {found}; this app knows formats up to {known}.',
    nextStep: 'Update the app, then choose the file again. The backup itself may be perfectly good.',
  },
  Damaged: {
    title: 'The file is damaged',
    detail: 'It is not what was once written: {detail}',
    nextStep: 'Choose another copy of this backup, or an older one. Nothing was changed.',
  },
  SealMismatch: {
    title: 'The seal is broken',
    detail: 'At least one byte of this backup has changed since it was made.',
    nextStep: 'Choose another copy of this backup, or an older one. Nothing was changed.',
  },
  DigestMismatch: {
    title: 'The records are not the ones that were backed up',
    detail: 'The content digest should be {expected} and is {actual}.',
    nextStep: 'Choose another copy of this backup, or an older one. Nothing was changed.',
  },
  DecompressionTooLarge: {
    title: 'The file unpacks to too much',
    detail: 'Unpacked it is larger than {limit}, so unpacking was stopped.',
    nextStep: 'Check that this is the right file.',
  },
  TooDeep: {
    title: 'The file is nested too deeply',
    detail: 'Its values are nested deeper than {limit} levels, which no backup does.',
    nextStep: 'Check that this is the right file.',
  },
  TemplateRefused: {
    title: 'No book can begin with this file',
    detail: 'It was read and refused: {reason}',
    nextStep: 'Choose a file that was saved with “Save this book’s shape”.',
  },
  TimeLimit: {
    title: 'Reading the file took too long',
    detail: 'It was stopped after {seconds} seconds. The file may be made to keep a reader busy.',
    nextStep: 'Choose another copy of the backup. Nothing was changed.',
  },
  Cancelled: {
    title: 'Stopped',
    detail: 'You stopped it. Nothing was changed.',
    nextStep: 'Start again whenever you like.',
  },
  NotInJson: {
    title: 'The JSON form cannot hold this book',
    detail: '“{object}” has no place in a JSON backup: {reason}',
    nextStep: 'Make the backup as a .db file.',
  },
  SecretFieldNotEmptiable: {
    title: 'A field cannot be left out',
    detail: '“{field}” of “{table}” looks secret, but the table does not allow it to be empty.',
    nextStep: 'Keep the field in the backup, or allow it to be empty.',
  },
  TestRestoreFailed: {
    title: 'The backup did not pass its test restore',
    detail: 'The file just made could not be opened and compared: {detail} It was not kept.',
    nextStep: 'Try again. If it happens again, make the backup in the other form.',
  },
  SafetyCopyFailed: {
    title: 'No safety copy could be made',
    detail: 'The book as it is now could not be set aside and checked, so nothing was replaced: {detail}',
    nextStep: 'Free some space on this computer, download a backup, then try again.',
  },
  SafetyCopyNotFound: {
    title: 'The safety copy is gone',
    detail: 'The state before the restore is no longer stored in this browser.',
    nextStep: 'Restore a backup from before.',
  },
  RestoreNotVerified: {
    title: 'The restored records did not match the file',
    detail: 'The result was compared with the file and differs, so it was not used: {detail}',
    nextStep: 'The book is as it was. Choose another copy of the backup.',
  },
  RestorePointNotFound: {
    title: 'The restore point is gone',
    detail: 'It is no longer kept in this browser.',
    nextStep: 'Choose another restore point, or restore from a backup.',
  },
  NoGoodCopy: {
    title: 'No good copy was found',
    detail: 'Of {looked} copies that were looked at, none could be verified. Nothing was changed.',
    nextStep: 'Restore from a backup file kept elsewhere.',
  },
  ReferencesBroken: {
    title: 'Some records would point to nothing',
    detail: '{count} references would lead to records that are not in the book, so nothing was brought in.',
    nextStep: 'Bring in the records that they point to as well.',
  },
  NothingToRestore: {
    title: 'There is nothing to restore',
    detail: 'The file holds no tables and no records.',
    nextStep: 'Choose another backup.',
  },
}

/** One sentence for each thing that a file may be instead of a backup. */
export const hintTexts: Record<NotABackupHint, string> = {
  unknown: 'Its content is not known to this app.',
  text: 'It is a plain text file.',
  html: 'It is a web page, perhaps an error page saved in place of a download.',
  picture: 'It is a picture.',
  pdf: 'It is a PDF document.',
  zip: 'It is a zip archive or an office document; unpack it and choose the database inside.',
  tar: 'It is a tar archive; unpack it and choose the database file inside.',
  'wal-file': 'It is the -wal file that belongs to a SQLite database; choose it together with the database file beside it.',
  'encrypted-sqlite': 'It may be an encrypted database; open it with the app that made it and save it without encryption.',
  'other-json': 'It is JSON, but of a kind that this app does not know yet.',
  template: 'It is a template, the shape of a book: choose “Start a book”, then “Start from a template file”.',
  age: 'It is a file encrypted with age; unlock it first.',
}

const UNITS = ['bytes', 'KB', 'MB', 'GB'] as const

/** A size in words, in powers of 1024: `512 bytes`, `1.5 MB`. */
export function sizeToText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10} ${UNITS[unit] ?? ''}`
}

const SIZES = new Set<FailureType>(['FileTooLarge', 'DecompressionTooLarge'])

/** What stands for each `{name}` in the failure's text: sizes in words, the hint as its key, the rest as it is. */
export function failureValues(failure: Failure): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(failure) as [string, string | number][]) {
    if (name !== 'type') values[name] = typeof value === 'number' && SIZES.has(failure.type) ? sizeToText(value) : String(value)
  }
  return values
}

/** The English text of a failure with its own data filled in. */
export function describeFailure(failure: Failure): FailureText {
  const values = new Map(Object.entries(failureValues(failure)))
  if (failure.type === 'NotABackup') values.set('hint', hintTexts[failure.hint])
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values.get(name) ?? whole)
  const { title, detail, nextStep } = failureTexts[failure.type]
  return { title: fill(title), detail: fill(detail), nextStep: fill(nextStep) }
}
