/** The words for reading a file, for the verdict on it, and for restoring and undoing. */
export const restore = {
  page: {
    title: 'Restore',
    lead: 'Drop a backup, or any SQLite database. The app says what it is and what would change. Nothing changes before you say so.',
    leadEmpty: 'There are no records on this device. Drop your newest backup and your book is back.',
    choose: 'Choose a backup',
    chooseAnother: 'Choose another file',
    hint: 'Backups of Nightsafe (.db, .json, also packed as .gz), SQLite databases, backups of the budget manager',
  },

  verdict: {
    region: 'What this file is',
    same: 'A backup of this book, exactly as it is now',
    older: 'A backup of this book, older by 1 change | A backup of this book, older by 1 change | A backup of this book, older by {n} changes',
    newer: 'A backup of this book, newer by 1 change | A backup of this book, newer by 1 change | A backup of this book, newer by {n} changes',
    forked: 'A backup of this book that went its own way after change {n}',
    unrelated: 'A backup of this book that has no change in common with it',
    mine: 'A backup of “{book}”',
    other: 'A backup of another book, “{book}”',
    elsewhere: 'A backup of “{book}”, which is also on this device',
    'foreign-sqlite': 'A SQLite database that another program made',
    'foreign-json': 'Records of another program, in JSON',
    'foreign-tables': 'A table of another program',
    'needs-choice': 'An archive that holds several databases',
    'needs-passphrase': 'A file locked with a passphrase',
    'newer-app': 'A backup that a newer version of Nightsafe made',
    damaged: 'A damaged file',
    damagedBackup: 'A damaged backup of “{book}”',
    'not-a-backup': 'Not a backup',
  },

  sound: {
    own: 'Seal, database and digest were checked: nothing is damaged.',
    foreign: 'The database was checked: nothing is damaged. It carries no seal, so only its maker knows whether it is complete.',
    json: 'Every record could be read. The file carries no seal, so only its maker knows whether it is complete.',
  },

  meta: {
    made: 'Made',
    by: 'By',
    device: 'On',
    kind: 'Kind',
    note: 'Note',
    file: 'File',
    changes: 'Up to change',
    fileSize: '{file}, {size}',
    leftOut: 'Left out of this file',
    leftOutOver: 'The book keeps its own values of these fields.',
    leftOutFresh: 'These fields come back empty.',
  },

  severity: { error: 'not accepted', warning: 'worth knowing', info: 'for information' },

  compare: {
    title: 'Records in the file and on this device',
    titleFileOnly: 'What is in the file',
    table: 'Table',
    inFile: 'in the file',
    here: 'on this device',
    difference: 'difference',
    none: 'none',
    view: 'view',
    virtual: 'virtual table',
    notCounted: 'not run',
    same: 'the same',
    changed: 'some changed',
    onlyInFile: 'only in the file',
    onlyHere: 'only on this device',
    latest: 'latest change',
  },

  asleep: {
    title: 'Views and triggers',
    detail: 'They come along as text and do not run until you wake them.',
    view: 'view',
    trigger: 'trigger on {table}',
  },

  effect: {
    same: 'Restoring changes nothing: the file and the book are the same.',
    newer: 'Restoring brings the book forward to the file. Nothing on this device is lost.',
    olderChanges: 'Restoring takes the book back by 1 change. | Restoring takes the book back by 1 change. | Restoring takes the book back by {n} changes.',
    forkedChanges: 'Restoring replaces 1 change made on this device that the file does not have. | Restoring replaces 1 change made on this device that the file does not have. | Restoring replaces {n} changes made on this device that the file does not have.',
    unrelated: 'Restoring replaces everything in the book with what is in the file.',
    records: 'Afterwards there is 1 record fewer. | Afterwards there is 1 record fewer. | Afterwards there are {n} records fewer.',
    tables: 'These tables go: {tables}.',
    safety: 'A safety copy of the book as it is now is kept; you can undo.',
    fresh: 'The book comes back as it was {moment}, under its own name.',
    another: 'It cannot replace the book that is open. Open it as a book of its own.',
    foreign: 'It was not made by Nightsafe, so it cannot replace a book. Open it as a book of its own; the file itself stays as it is.',
  },

  refused: {
    nothingChanged: 'Nothing was changed.',
  },

  action: {
    restore: 'Restore this backup',
    open: 'Open as a new book',
    switchTo: 'Switch to “{book}” and compare',
    undo: 'Undo restore',
    confirmForked: 'Replace what was done on this device?',
    confirm: 'Restore and keep a safety copy',
    keep: 'Keep the book as it is',
  },

  open: {
    name: 'Name of the book',
    nameMissing: 'Give the book a name.',
    currency: 'Currency',
    currencyHint: 'Three letters, such as EUR, INR or USD.',
    currencyWrong: 'A currency has three letters, such as EUR.',
    wake: 'Wake its views and triggers',
    wakeHint: 'Triggers change records by themselves. Leave this off unless you know who made the file.',
  },

  done: {
    restoredTitle: 'Your book is back as it is in the file',
    restored: '{file} was restored {moment}. Every record was compared with the file afterwards: they match.',
    safety: 'A safety copy is kept, so this can be undone.',
    backTitle: 'Your book is back',
    back: '“{book}” was restored from {file}. Every record was compared with the file afterwards: they match.',
    openedTitle: '“{book}” is open',
    opened: '{file} is now a book of its own. Every record was compared with the file afterwards: they match.',
    go: 'Go to today',
    tables: 'See the tables',
    another: 'Restore another file',
  },

  undo: {
    title: 'The book was restored; the state before is kept',
    detail: 'The safety copy holds the book up to change {generation}, {moment}.',
    changesSince:
      'Undoing takes back 1 change made since; it stays in a safety copy. | Undoing takes back 1 change made since; it stays in a safety copy. | Undoing takes back {n} changes made since; they stay in a safety copy.',
    told: 'The restore was undone',
    toldDetail: 'The book is as it was before. The restored state is kept as a safety copy too.',
    keep: 'Keep it restored',
  },

  work: {
    opening: 'Opening to look inside: {step}',
  },

  viewer: {
    region: 'Inside {title}',
    readOnly: 'You are looking at a copy. Nothing can be changed in it.',
    open: 'Look inside',
    noTables: 'There are no tables in it.',
    table: 'Table',
    tableCount: '{table}, {records}',
    search: 'Search in this table',
    records: 'Records of {table}',
    shown: 'no records | 1 record | {n} records',
    saveCsv: 'Save table as CSV',
    saveDb: 'Save as .db',
  },

  saved: {
    title: 'The file was offered to your downloads',
  },

  elsewhere: 'The book changed meanwhile, here or in another window. The comparison is shown again.',
}
