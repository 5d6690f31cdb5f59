/** The list of keys, behind `?`. */
export const keys = {
  title: 'Keys',
  dropHint: 'A file can be dropped anywhere in the window: the app says what it is before anything changes.',
  everywhere: {
    title: 'Everywhere',
    find: 'Find a record or a page, or do something',
    backUp: 'Back up now',
    restore: 'Restore from a file',
    undo: 'Undo the latest change',
    redo: 'Do it again',
    help: 'Show these keys',
  },
  grid: {
    title: 'In a table',
    move: 'Go to the next cell',
    extend: 'Choose more cells',
    all: 'Choose all cells',
    edit: 'Edit the cell, and keep what was typed',
    leave: 'Leave the cell as it was',
    open: 'Open the record',
    copy: 'Copy, cut, paste',
    fill: 'Fill the chosen cells from their first row',
    clear: 'Empty the cells, or delete the records that are ticked',
    print: 'Print the table',
  },
  record: {
    title: 'On a record',
    edit: 'Edit it',
    neighbours: 'The record before, the record after',
    save: 'Keep what was typed',
    leave: 'Leave it as it was',
  },
} as const
