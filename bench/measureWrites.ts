import type { Cell } from '../src/core/base/cell'
import type { Edit } from '../src/core/book/bookDescription'
import { createBookEditor } from '../src/core/book/createBookEditor'
import { spread, timed } from './measure'
import type { RecordFigure } from './measureRecords'
import { BENCH_TIME, openMillion } from './openMillion'

const WRITTEN = 10_000
const DAY = '2023-09-09'
const ROUNDS = 3

/** Every so many-th record, so that each lies in a page of its own: the most that such a step can cost. */
const STRIDE = 97

/** Changing, adding and deleting ten thousand records of a table of so many as one step each, until they are durable, and their undo. */
export async function measureWrites(records: number): Promise<RecordFigure[]> {
  const session = await openMillion(202, records)
  const editor = createBookEditor(session)
  const opened = await editor.rows({ table: 'entry', from: 0, count: 100, sort: [], search: '' })
  if (!opened.ok) throw new Error(opened.failure.type)
  const count = records - 100
  const keys = Array.from({ length: WRITTEN }, (_, i) => 1 + ((i * STRIDE) % count))
  const changesOf = (keys: readonly number[]) => keys.map((key, i) => ({ key: [key], values: { amount: i / 7, note: `changed ${i}` } }))
  const additions = Array.from({ length: WRITTEN }, (_, i): Record<string, Cell> => ({ account_id: 1 + (i % 100), booked_on: DAY, amount: i / 7, paid: 1, note: `pasted ${i}` }))
  const strided = `id IN (WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM c WHERE i<${WRITTEN - 1}) SELECT 1 + i * ${STRIDE} % ${count} FROM c)`
  const near = Array.from({ length: WRITTEN }, (_, i) => 1 + i)
  const update = (which: string) => `BEGIN; UPDATE entry SET amount = id / 7.0, note = 'changed ' || id WHERE ${which}; COMMIT`

  const steps: readonly (readonly [string, Edit, string])[] = [
    [`change of ${WRITTEN} records that lie together`, { type: 'changeRecords', table: 'entry', changes: changesOf(near), additions: [] }, update(`id <= ${WRITTEN}`)],
    [`change of ${WRITTEN} records in as many pages`, { type: 'changeRecords', table: 'entry', changes: changesOf(keys), additions: [] }, update(strided)],
    [`paste of ${WRITTEN} new records`, { type: 'changeRecords', table: 'entry', changes: [], additions }, `BEGIN; WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i<${WRITTEN}) INSERT INTO entry(account_id, booked_on, amount, paid, note) SELECT 1+i%100, '${DAY}', i/7.0, 1, 'pasted '||i FROM c; COMMIT`],
    [`deletion of ${WRITTEN} records that lie together`, { type: 'deleteRecords', table: 'entry', keys: near.map((key) => [key]) }, `BEGIN; DELETE FROM entry WHERE id <= ${WRITTEN}; COMMIT`],
  ]
  const figures: RecordFigure[] = []
  for (const [what, edit, sql] of steps) {
    const done: number[] = []
    const undone: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const edited = await timed(() => editor.edit(edit, BENCH_TIME))
      if (!edited.value.ok) throw new Error(JSON.stringify(edited.value.failure))
      done.push(edited.ms)
      // what follows an acknowledgement must not be counted against the next step
      await session.settle()
      const back = await timed(() => editor.undo(BENCH_TIME))
      if (!back.value.ok) throw new Error(JSON.stringify(back.value.failure))
      undone.push(back.ms)
      await session.settle()
    }
    // the first time, code is fetched and compiled: what a person waits for who does it once
    figures.push({ what: `${what} as one step, durable, the first time`, ms: done[0] ?? Number.NaN, sql }, { what: '  the middle of three times', ms: spread(done).median }, { what: '  its undo, durable, the middle of three', ms: spread(undone).median })
  }
  await session.close()
  return figures
}
