/** The start page and starting a book. */
export const start = {
  heading: 'Bring your book back',
  nothingHere: 'There are no records on this device.',
  restore: 'Restore from a backup',
  backupFile: 'Backup file',
  dropHint: 'Drop a backup here. The app says what it is before anything changes.',
  newHere: 'New here?',
  otherwise: 'Or begin anew',
  startBook: 'Start a book',
  openOther: 'Open a file of another program',
  otherFile: 'File of another program',
  openOtherHint: 'A database (SQLite), a workbook or a CSV file becomes a book of its own. The file itself is never changed.',
  startHint: 'Records stay on this device, in a real SQLite database. No account, no server, no network.',
  incidents: {
    label: 'What happened to your books',
    BookGone: {
      title: '“{name}” is gone from this device',
      detail: 'It was here, at change {known}, and the browser no longer has any of it. Restore your newest backup to bring it back.',
    },
    BookUnreadable: {
      title: '“{name}” cannot be opened',
      detail: 'Something is left of it on this device, but nothing that passes its checks ({detail}). Restore your newest backup to bring it back; what is left here stays untouched.',
    },
    ChangesMissing: {
      title: 'Changes are missing from “{name}”',
      detail: 'Change {known} was saved here, but the newest that can be found is {found}. Hold your newest backup against it before you go on.',
    },
    HomeRebuilt: {
      title: '“{name}” was rebuilt',
      detailByCause: {
        missing: 'The browser had lost its main copy. Every record was still in the commit log, and the book was rebuilt from it. The journal of earlier backups may be lost.',
        damaged: 'The main copy did not pass its checks. Every record was still in the commit log, and the book was rebuilt from it.',
        behind: 'The main copy was behind. The newest changes were taken from the commit log.',
      },
    },
    LogRebuilt: {
      title: 'The second copy of “{name}” was made anew',
      detailByCause: {
        missing: 'The commit log was gone. The book itself is complete, and a new log was begun.',
        damaged: 'The commit log did not pass its checks. The book itself is complete, and a new log was begun.',
      },
    },
    understood: 'Understood',
    forget: 'Do not tell me again',
  },
}
