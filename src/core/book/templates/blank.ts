import { view } from './layoutParts'
import type { Template } from './template'

/** One table, ready to be renamed and given fields of its own. */
export const blank: Template = {
  id: 'blank',
  icon: 'blank',
  name: 'Blank',
  description: 'One table with a title, a date and notes, to shape as you like.',
  tables: [
    {
      name: 'records',
      fields: [
        { name: 'title', kind: 'text', required: true },
        { name: 'date', kind: 'date', indexed: true },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { title: 'A first record', date: { daysAgo: 1 }, notes: 'Change it, or delete it with the other sample.' },
        { title: 'A second record', date: { daysAgo: 0 } },
      ],
    },
  ],
  layout: {
    views: [view({ id: 'newest', table: 'records', name: 'Newest first', sort: [{ field: 'date', descending: true }] })],
    charts: [],
    today: [],
    fields: [],
  },
}
