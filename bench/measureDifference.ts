import { unwatchedWork } from '../src/core/base/progress'
import { bringIn } from '../src/core/book/edits/bringIn'
import { describeBook } from '../src/core/book/describeBook'
import type { SqlDatabase, SqlEngine } from '../src/core/book/sqlEngine'
import { compareBooks, COMPARE_ALL } from '../src/core/restore/difference/compareBooks'
import { planBringIn } from '../src/core/restore/difference/planBringIn'
import { readDifferences } from '../src/core/restore/difference/readDifferences'
import { startBrowserEngine } from '../src/worker/browserEngine'
import { benchIdentity } from './makeBook'
import { timed } from './measure'
import type { FileFigure } from './measureFiles'

/** A table as books have it, and its copy in which one record in ten differs: most changed, some missing, some new. */
function makePair(engine: SqlEngine, records: number): { here: Uint8Array<ArrayBuffer>; copy: Uint8Array<ArrayBuffer> } {
  const db = engine.open(null)
  db.run(`CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, amount MONEY_INTEGER, day DATE, price REAL, note TEXT);
    WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${records})
    INSERT INTO item SELECT i, 'Article number ' || i, i * 37 % 10000, date('2020-01-01', '+' || (i % 2000) || ' days'), i * 1.37, 'note ' || (i % 977) FROM c`)
  const here = db.bytes()
  db.run(`UPDATE item SET name = name || '!' WHERE id % 12 = 0; DELETE FROM item WHERE id % 120 = 1;
    INSERT INTO item SELECT id + ${2 * records}, name, amount, day, price, note FROM item WHERE id % 120 = 2`)
  const copy = db.bytes()
  db.close()
  return { here, copy }
}

const readThrough = (db: SqlDatabase, schema: string) => db.rows(`SELECT sum(id + length(name) + amount + length(day) + price + length(note)) FROM ${schema}.item`)

/** Finding the differences of a table of so many records and its copy, of which a tenth differs; then showing and bringing them in. */
export async function measureDifference(records: number): Promise<FileFigure[]> {
  const engine = await startBrowserEngine()
  const { here, copy } = makePair(engine, records)
  const pair = engine.openPair(here, copy)
  const floor = await timed(() => [readThrough(pair.db, 'main'), readThrough(pair.db, 'other')])
  const figures: FileFigure[] = []
  const tell = (what: string, ms: number, megabytes?: number) =>
    figures.push({ what, ms, floor: 'reading both tables once', floorMs: floor.ms, ...(megabytes === undefined ? {} : { megabytes }) })

  const compared = await timed(() => compareBooks(pair, COMPARE_ALL, unwatchedWork))
  if (!compared.value.ok) throw new Error(compared.value.failure.type)
  const index = compared.value.value
  const [item] = index.summary.tables
  const [pages] = pair.db.rows('SELECT (SELECT page_count FROM pragma_page_count(\'temp\')) * (SELECT page_size FROM pragma_page_size(\'temp\'))')
  tell(`${(item?.onlyHere ?? 0) + (item?.onlyInFile ?? 0) + (item?.changed ?? 0)} differing of ${records} records found (MB: the index of them)`, compared.ms, Number(pages?.[0] ?? 0) / 1e6)

  const query = { table: 'item', kinds: ['only-here', 'only-in-file', 'changed'] as const, field: null, search: '', from: 50_000, count: 100 }
  tell('a window of 100 of them', (await timed(() => readDifferences(index, query))).ms)
  tell('a search through them', (await timed(() => readDifferences(index, { ...query, from: 0, search: 'number 99999' }))).ms)

  const plan = await timed(() => planBringIn(index, { tables: [{ table: 'item', keys: 'all' }] }))
  if (!plan.value.ok) throw new Error(plan.value.failure.type)
  const { tables, added, changed } = plan.value.value
  tell(`${added + changed} records gathered to be brought in`, plan.ms, tables.reduce((sum, table) => sum + table.lines.length, 0) / 1e6)
  pair.close()

  const { db } = engine.openImage(here)
  const identity = benchIdentity(1)
  const brought = await timed(() => {
    db.run('BEGIN')
    const done = bringIn({ db, shape: describeBook(db, identity), identity, changeIdentity: () => undefined }, { type: 'bringIn', tables })
    db.run('COMMIT')
    return done
  })
  if (!brought.value.ok) throw new Error(brought.value.failure.type)
  tell('and brought in, before they are stored', brought.ms)
  db.close()
  return figures
}
