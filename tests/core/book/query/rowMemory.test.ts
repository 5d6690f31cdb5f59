import { expect, test } from 'vitest'
import type { Edit, RowQuery } from '../../../../src/core/book/bookDescription'
import { createBookEditor } from '../../../../src/core/book/createBookEditor'
import { createBookSession } from '../../../../src/core/book/createBookSession'
import type { RowFilter } from '../../../../src/core/book/query/rowFilter'
import { createRowMemory } from '../../../../src/core/book/query/rowMemory'
import { createMemoryDevice } from '../../../../src/platform/memory/memoryDevice'
import { createMemoryShelf } from '../../../../src/platform/memory/memoryShelf'
import { openEngine } from '../../../support/engines'
import { createRandom } from '../../../support/random'
import { BOOK_ID, good, identity, instant, randomBytes } from '../../../support/sessions'

const engine = await openEngine()

test('an order outlives changes of other tables and of fields that it does not depend on', () => {
  const remembered = (fields: readonly string[] | null) => {
    const memory = createRowMemory()
    memory.remember('q', { order: new Int32Array([2, 1]), isWhole: true, behind: [{ table: 'Sales', fields }] })
    return memory
  }
  for (const [fields, touched, stays] of [
    [['price', 'id'], [{ table: 'sales', fields: ['note'] }], true],
    [['price', 'id'], [{ table: 'sales', fields: ['note', 'PRICE'] }], false],
    [['price', 'id'], [{ table: 'sales', fields: null }], false],
    [['price', 'id'], [{ table: 'shops', fields: null }, { table: 'sales', fields: ['note'] }], true],
    [null, [{ table: 'sales', fields: ['note'] }], false],
    [null, [{ table: 'shops', fields: null }], true],
    [['price'], undefined, false],
  ] as const) {
    const memory = remembered(fields)
    memory.forget(touched)
    expect(memory.order('q') !== null, JSON.stringify([fields, touched])).toBe(stays)
  }
})

test('a search by what another record is called is forgotten when that is called something else', async () => {
  const made = engine.openImage(null)
  made.db.run(`CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, phone TEXT); CREATE TABLE sales (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers, note TEXT);
    INSERT INTO customers VALUES (1, 'Amara', '1'), (2, 'Bela', '2'); INSERT INTO sales VALUES (10, 1, 'x'), (11, 2, 'y'), (12, 1, 'z')`)
  const storage = createMemoryShelf(createMemoryDevice()).storageOf(BOOK_ID)
  const session = good(await createBookSession({ engine, storage, randomBytes }, { identity, bytes: made.db.bytes(), at: instant() }))
  const editor = createBookEditor(session)
  const found = async (search: string, sort: RowQuery['sort'] = []) => good(await editor.rows({ table: 'sales', from: 0, count: 10, sort, search })).rows.map(({ key }) => key[0])
  const rename = async (key: number, name: string) => good(await editor.edit({ type: 'changeRecord', table: 'customers', key: [key], values: { name } }, instant()))
  expect(await found('amara')).toEqual([10, 12])
  await rename(1, 'Zoe')
  expect(await found('amara')).toEqual([])
  expect(await found('zoe')).toEqual([10, 12])
  await rename(2, 'Zoe, too')
  expect(await found('zoe')).toEqual([10, 11, 12])
  good(await editor.undo(instant()))
  expect(await found('zoe')).toEqual([10, 12])
  good(await editor.edit({ type: 'deleteRecords', table: 'sales', keys: [[10]] }, instant()))
  expect(await found('zoe')).toEqual([12])
  await session.close()
})

test('what is remembered never shows: windows are those of an editor that remembers nothing', async () => {
  const made = engine.openImage(null)
  made.db.run(`CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT, twice AS (a * 2)); CREATE TABLE u (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t (id) ON DELETE CASCADE ON UPDATE CASCADE, n INTEGER);
    WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 60) INSERT INTO t (id, a, b) SELECT i, i * 7 % 11, 'b' || i % 5 FROM c;
    INSERT INTO u SELECT id, id, a FROM t`)
  const storage = createMemoryShelf(createMemoryDevice()).storageOf(BOOK_ID)
  const session = good(await createBookSession({ engine, storage, randomBytes }, { identity, bytes: made.db.bytes(), at: instant() }))
  const editor = createBookEditor(session)
  const random = createRandom('row memory')
  const field = (name: string) => ({ field: name, descending: random.chance(0.5) })
  const query = (): RowQuery => ({
    table: random.pick(['t', 'u']), from: random.int(0, 30), count: 20, sort: [], search: random.chance(0.2) ? '3' : '',
  })
  const sorted = (): RowQuery => {
    const asked = query()
    const [one, two] = asked.table === 't' ? (['a', 'twice'] as const) : (['n', 't'] as const)
    const filter: RowFilter = { match: 'all', conditions: [random.chance(0.5) ? { test: 'at-most', field: one, value: 6 } : { test: 'compare', field: one, how: 'less', other: two }] }
    return { ...asked, sort: random.chance(0.8) ? [field(random.pick([one, two, 'id']))] : [], ...(random.chance(0.4) ? { filter } : {}) }
  }
  const key = () => [random.int(1, 62)]
  const edit = (): Edit => random.pick<() => Edit>([
    () => ({ type: 'changeRecord', table: 't', key: key(), values: random.pick([{ a: random.int(0, 12) }, { b: 'x' }, { id: random.int(1, 70) }]) }),
    () => ({ type: 'changeRecord', table: 'u', key: key(), values: { n: random.int(0, 12) } }),
    () => ({ type: 'changeRecords', table: 't', changes: [{ key: key(), values: { b: 'y' } }, { key: key(), values: { a: random.int(0, 12), b: 'z' } }], additions: random.chance(0.3) ? [{ a: 3 }] : [] }),
    () => ({ type: 'deleteRecords', table: random.pick(['t', 'u']), keys: [key()] }),
    () => ({ type: 'addRecord', table: 'u', values: { n: 5 } }),
  ])()
  const queries = Array.from({ length: 12 }, sorted)
  for (let step = 0; step < 150; step++) {
    const now = random.next()
    await (now < 0.7 ? editor.edit(edit(), instant()) : now < 0.9 ? editor.undo(instant()) : editor.redo(instant()))
    for (const asked of [random.pick(queries), random.pick(queries)]) {
      expect(await editor.rows(asked), JSON.stringify(asked)).toEqual(await createBookEditor(session).rows(asked))
    }
  }
  await session.close()
})
