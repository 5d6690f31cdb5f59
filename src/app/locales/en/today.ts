/** The page of the day. */
export const today = {
  heading: 'Today, {day}',
  close: 'Close the day',
  closed: 'The day was closed',
  left: 'Note left',
  entered: {
    title: 'Entered today',
    nothing: 'Nothing yet',
    some: '1 change | 1 change | {n} changes',
    since: 'Counted since',
  },
  safety: {
    title: 'Only on this device',
    exposed: '1 change since {since} exists only on this device. | 1 change since {since} exists only on this device. | {n} changes since {since} exist only on this device.',
    nothing: 'Nothing: the newest backup has it all.',
    fresh: 'Nothing was changed yet.',
    last: 'Last backup',
    never: 'No backup was made on this device yet.',
    all: 'All backups',
  },
  week: {
    title: 'The last seven days',
    hint: 'A tick: a backup was made on that day.',
    backedUp: '{day}: a backup was made',
    none: '{day}: no backup',
  },
  records: 'Records',
  view: 'view',
  noTables: 'This book has no tables yet',
  noTablesDetail: 'A table holds records of one kind: expenses, members, deliveries. Its fields say what each record has.',
  toTables: 'Add a table',
  note: {
    label: 'Note for the next person',
    hint: 'Goes into the backup when you close the day, and stands here in the morning.',
  },
  samples: {
    title: 'This book has sample records',
    detail: 'They show how it works. Removing them leaves everything that you entered.',
    remove: 'Remove the sample records',
    removed: 'The sample records were removed',
  },
}
