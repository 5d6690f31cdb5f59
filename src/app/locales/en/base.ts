/** Words that every area uses. */
export const base = {
  close: 'Close',
  cancel: 'Cancel',
  keepAsIs: 'Keep as it is',
  undo: 'Undo',
  redo: 'Redo',
  reload: 'Reload the page',
  optional: '(optional)',
  loading: 'One moment…',
  today: 'today {time}',
  yesterday: 'yesterday {time}',
  dayAndTime: '{day} {time}',
  justNow: 'just now',
  records: 'no records | 1 record | {n} records',
}
