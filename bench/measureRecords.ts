import type { RowQuery } from '../src/core/book/bookDescription'
import { createBookEditor, type BookEditor } from '../src/core/book/createBookEditor'
import type { GroupQuery } from '../src/core/book/query/groupQuery'
import { spread, timed } from './measure'
import { openMillion } from './openMillion'

const TODAY = '2023-09-09'

/** What reading or changing many records costs, beside the same SQL in the `sqlite3` shell. */
export interface RecordFigure {
  readonly what: string
  readonly ms: number
  /** The same for the shell; left out = there is nothing like it. */
  readonly sql?: string
}

const entry = (rest: Partial<RowQuery> = {}): RowQuery => ({ table: 'entry', from: 0, count: 100, sort: [], search: '', today: TODAY, ...rest })
const groups = (rest: Partial<GroupQuery>): GroupQuery => ({ table: 'entry', filter: { match: 'all', conditions: [] }, search: '', by: [], totals: [{ fold: 'sum', field: 'amount' }], order: 'by-group', from: 0, count: 200, today: TODAY, ...rest })
const byAmount = [{ field: 'amount', descending: false }]
const byNote = [{ field: 'note', descending: false }]
const thisYear = { match: 'all', conditions: [{ test: 'in-period', field: 'booked_on', period: 'this-year' }] } as const
const like = (text: string) => ['account_id', 'amount', 'quantity', 'paid', 'note', 'booked_on', 'id'].map((field) => `${field} LIKE '%${text}%'`).join(' OR ')

/** Reading windows, groups and totals of a table of so many records. */
export async function measureRecords(records: number): Promise<RecordFigure[]> {
  const session = await openMillion(201, records)
  const count = records - 100
  const figures: RecordFigure[] = []

  /** An editor that knows the shape and the number of records, as after the first window, and nothing else. */
  async function freshEditor(): Promise<BookEditor> {
    const editor = createBookEditor(session)
    await window(editor, entry())
    return editor
  }

  async function window(editor: BookEditor, query: RowQuery): Promise<number> {
    const read = await timed(() => editor.rows(query))
    if (!read.value.ok) throw new Error(JSON.stringify(read.value.failure))
    return read.ms
  }

  /** The middle of five times, each by an editor that remembers nothing. */
  async function cold(query: RowQuery, rounds = 5): Promise<number> {
    const figures: number[] = []
    for (let round = 0; round < rounds; round++) figures.push(await window(await freshEditor(), query))
    return spread(figures).median
  }

  async function inGroups(query: GroupQuery): Promise<number> {
    const editor = await freshEditor()
    const figures: number[] = []
    for (let round = 0; round < 3; round++) {
      const read = await timed(() => editor.groups(query))
      if (!read.value.ok) throw new Error(JSON.stringify(read.value.failure))
      figures.push(read.ms)
    }
    return spread(figures).median
  }

  const add = (what: string, ms: number, sql?: string) => void figures.push(sql === undefined ? { what, ms } : { what, ms, sql })
  // code that comes when it is first asked for is not what is measured
  await window(await freshEditor(), entry({ sort: byAmount, search: 'x' }))

  add('first rows', await cold(entry()), 'SELECT * FROM entry ORDER BY id LIMIT 100')
  add('jump to the end', await cold(entry({ from: count - 100 })), `SELECT * FROM entry ORDER BY id LIMIT 100 OFFSET ${count - 100}`)
  add('jump to the middle', await cold(entry({ from: count >> 1 })), `SELECT * FROM entry ORDER BY id LIMIT 100 OFFSET ${count >> 1}`)
  for (const [name, sort, order] of [['numbers', byAmount, 'amount, id'], ['texts', byNote, 'note COLLATE NOCASE NULLS LAST, id']] as const) {
    const editor = await freshEditor()
    add(`sort by unindexed ${name}, first window`, await cold(entry({ sort }), 3), `SELECT * FROM entry ORDER BY ${order} LIMIT 100`)
    add('  a later window', await window(editor, entry({ sort, from: count >> 1 })), `SELECT * FROM entry ORDER BY ${order} LIMIT 100 OFFSET ${count >> 1}`)
    const later: number[] = []
    for (let i = 0; i < 50; i++) later.push(await window(editor, entry({ sort, from: (i * 7919 * 31) % count })))
    add('  each window after that', spread(later).median)
  }
  add('search with total', await cold(entry({ search: 'magna' }), 3), `SELECT * FROM entry WHERE ${like('magna')} ORDER BY id LIMIT 100; SELECT count(*) FROM entry WHERE ${like('magna')}`)
  add('search for digits', await cold(entry({ search: '4711' }), 3), `SELECT * FROM entry WHERE ${like('4711')} ORDER BY id LIMIT 100; SELECT count(*) FROM entry WHERE ${like('4711')}`)
  const typing = await freshEditor()
  await window(typing, entry({ search: '4711' }))
  add('  one digit more', await window(typing, entry({ search: '47119' })))
  add('  the next window', await window(typing, entry({ search: '4711', from: 200 })))
  const year = "booked_on >= '2023-01-01' AND booked_on < '2024-01-01'"
  add('filter by period, sorted, with total', await cold(entry({ filter: thisYear, sort: byAmount }), 3), `SELECT * FROM entry WHERE ${year} ORDER BY amount, id LIMIT 100; SELECT count(*) FROM entry WHERE ${year}`)
  add('totals of all', await inGroups(groups({})), 'SELECT count(*), sum(amount) FROM entry')
  add('groups by reference with totals', await inGroups(groups({ by: [{ field: 'account_id', part: null }] })), 'SELECT account_id, count(*), sum(amount) FROM entry GROUP BY 1')
  add('groups by month with totals', await inGroups(groups({ by: [{ field: 'booked_on', part: 'month' }] })), 'SELECT substr(booked_on, 1, 7), count(*), sum(amount) FROM entry GROUP BY 1')

  await session.close()
  return figures
}
