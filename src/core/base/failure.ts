/**
 * Every failure that is expected, as plain data. It crosses the worker and the command line unchanged;
 * `failureTexts.ts` gives each one its title, its plain sentence and its next step.
 * Bugs are not in this list: they throw.
 */
export type Failure =
  // the device's storage
  | { type: 'StorageFull' }
  | { type: 'StorageLost'; medium: string }
  | { type: 'StorageUnavailable'; medium: string; reason: string }
  | { type: 'StoredDataDamaged'; medium: string; detail: string }
  | { type: 'WrittenElsewhere' }
  | { type: 'BookBusyElsewhere' }
  // books, tables, fields, records
  | { type: 'BookNotFound'; bookId: string }
  | { type: 'TableNotFound'; table: string }
  | { type: 'FieldNotFound'; table: string; field: string }
  | { type: 'RecordNotFound'; table: string }
  | { type: 'RecordChangedSince'; table: string }
  | { type: 'NameTaken'; name: string }
  | { type: 'NameNotAllowed'; name: string; reason: string }
  /** A view, chart or card is too large, or has too many beside it, to come along in a backup. */
  | { type: 'LayoutTooLarge' }
  | { type: 'ValueDoesNotFit'; table: string; field: string; kind: string; value: string }
  /** `fields` are those that the rule is about, where it names any; among them may be names that are no fields. */
  | { type: 'ConstraintBroken'; table: string; detail: string; fields?: readonly string[] }
  /** None of a step was done, because some of its records do not fit; `records` are the first of the `refused`, by their place in the step (changes, then additions). */
  | { type: 'SeveralRefused'; table: string; refused: number; records: readonly { readonly place: number; readonly failure: Failure }[] }
  | { type: 'TableIsReadOnly'; table: string; reason: string }
  /** More than one file of that kind can hold. */
  | { type: 'TooManyRecords'; records: number; limit: number }
  | { type: 'ValuesTooLong'; field: string; records: number; limit: number }
  | { type: 'NothingToUndo' }
  | { type: 'UndoSuperseded' }
  | { type: 'SqlFailed'; detail: string }
  // files that come in
  | { type: 'FileEmpty' }
  | { type: 'FileTooLarge'; size: number; limit: number }
  | { type: 'FileUnreadable'; reason: string }
  | { type: 'NotABackup'; hint: NotABackupHint }
  | { type: 'NeedsPassphrase' }
  | { type: 'WrongPassphrase' }
  /** The file asks for 2^`costFactor` rounds of scrypt, more than a good file does. */
  | { type: 'PassphraseTooCostly'; costFactor: number; limit: number }
  /** Encrypted for a key, not with a passphrase. */
  | { type: 'NotForAPassphrase' }
  | { type: 'NeedsChoice' }
  | { type: 'NothingSalvaged' }
  | { type: 'NewerFormat'; found: number; known: number }
  | { type: 'Damaged'; detail: string }
  | { type: 'SealMismatch' }
  | { type: 'DigestMismatch'; expected: string; actual: string }
  | { type: 'DecompressionTooLarge'; limit: number }
  | { type: 'TooDeep'; limit: number }
  /** A file that a book cannot begin with; the reason says what is wrong in it. */
  | { type: 'TemplateRefused'; reason: string }
  | { type: 'TimeLimit'; seconds: number }
  | { type: 'Cancelled' }
  // backups and restores
  | { type: 'NotInJson'; object: string; reason: string }
  | { type: 'SecretFieldNotEmptiable'; table: string; field: string }
  | { type: 'TestRestoreFailed'; detail: string }
  | { type: 'SafetyCopyFailed'; detail: string }
  | { type: 'SafetyCopyNotFound' }
  | { type: 'RestoreNotVerified'; detail: string }
  | { type: 'NothingToRestore' }
  | { type: 'RestorePointNotFound' }
  /** No copy that was looked at verifies; `looked` of them were. */
  | { type: 'NoGoodCopy'; looked: number }
  /** Bringing these records in would leave references that lead nowhere. */
  | { type: 'ReferencesBroken'; count: number }

/** What a file that is no backup seems to be, to tell the person what to look for instead. */
export type NotABackupHint =
  | 'unknown' | 'text' | 'html' | 'picture' | 'pdf' | 'zip' | 'tar' | 'wal-file' | 'encrypted-sqlite' | 'other-json' | 'template' | 'age'

/** The tag that tells one failure from another. */
export type FailureType = Failure['type']

/** The failure of one type, with its own data. */
export type FailureOf<T extends FailureType> = Extract<Failure, { type: T }>
