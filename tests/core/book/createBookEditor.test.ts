import { beforeEach, describe, expect, test } from 'vitest'
import type { Edit } from '../../../src/core/book/bookDescription'
import type { SavedView } from '../../../src/core/book/layout/bookLayout'
import type { BookSession } from '../../../src/core/book/bookSession'
import { createBookEditor, type BookEditor } from '../../../src/core/book/createBookEditor'
import { createMemoryDevice } from '../../../src/platform/memory/memoryDevice'
import { createMemoryShelf } from '../../../src/platform/memory/memoryShelf'
import { openEngine } from '../../support/engines'
import { bad, BOOK_ID, good, identity, instant } from '../../support/sessions'
import { createBookSession } from '../../../src/core/book/createBookSession'
import { openBookSession } from '../../../src/core/book/openBookSession'
import { openEditing } from './editing'
import { randomBytes } from '../../../src/platform/browser/randomBytes'

const engine = await openEngine()
const SQL = `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'one'), (2, 'two'); CREATE TABLE w (id INTEGER PRIMARY KEY, a TEXT);
  CREATE TABLE log (a); CREATE TRIGGER tr AFTER INSERT ON w BEGIN INSERT INTO log VALUES (new.a); END`

let session: BookSession
let editor: BookEditor
let device: ReturnType<typeof createMemoryDevice>
const at = instant()
const deps = () => ({ engine, storage: createMemoryShelf(device, { hasLog: true }).storageOf(BOOK_ID), randomBytes })
const add = (a: string): Edit => ({ type: 'addRecord', table: 't', values: { a } })
const names = async (from = editor) => good(await from.rows({ table: 't', from: 0, count: 10, sort: [], search: '' })).rows.map(({ cells }) => cells[1])
const count = (table: string, from = editor) => from.describe().tables.find(({ name }) => name === table)?.records

beforeEach(async () => {
  device = createMemoryDevice()
  session = good(await createBookSession(deps(), { identity, bytes: openEditing(engine, SQL).db.bytes(), at }))
  editor = createBookEditor(session)
})

describe('undo and redo', () => {
  test('record edits go back and forth, telling what comes next', async () => {
    expect(good(await editor.edit(add('three'), at))).toEqual({ generation: 2, key: [3], records: 1, undo: 'addRecord', redo: null })
    good(await editor.edit({ type: 'changeRecord', table: 't', key: [1], values: { a: 'ONE' } }, at))
    good(await editor.edit({ type: 'deleteRecords', table: 't', keys: [[2]] }, at))
    expect(await names()).toEqual(['ONE', 'three'])
    expect(good(await editor.undo(at))).toMatchObject({ undo: 'changeRecord', redo: 'deleteRecords' })
    good(await editor.undo(at))
    expect(good(await editor.undo(at))).toMatchObject({ generation: 7, undo: null, redo: 'addRecord' })
    expect(await names()).toEqual(['one', 'two'])
    expect(bad(await editor.undo(at)).type).toBe('NothingToUndo')
    for (let i = 0; i < 3; i++) good(await editor.redo(at))
    expect(await names()).toEqual(['ONE', 'three'])
    expect(bad(await editor.redo(at)).type).toBe('NothingToUndo')
    good(await editor.undo(at))
    good(await editor.edit(add('four'), at))
    expect(bad(await editor.redo(at)).type).toBe('NothingToUndo')
  })
  test('steps that are asked for while another one is being stored follow it', async () => {
    const edited = editor.edit(add('three'), at)
    const undone = editor.undo(at)
    expect([good(await edited).undo, good(await undone).redo]).toEqual(['addRecord', 'addRecord'])
    expect(await names()).toEqual(['one', 'two'])
    const steps = await Promise.all([editor.edit(add('three'), at), editor.edit(add('four'), at), editor.undo(at), editor.undo(at), editor.redo(at)])
    expect(steps.map((step) => step.ok && [step.value.undo, step.value.redo])).toEqual([['addRecord', null], ['addRecord', null], ['addRecord', 'addRecord'], [null, 'addRecord'], ['addRecord', 'addRecord']])
    expect(await names()).toEqual(['one', 'two', 'three'])
  })
  test('a layout that no backup could carry is refused before it is stored', async () => {
    const view = (id: number, search = ''): SavedView => ({ id: String(id), table: 't', name: `View ${id}`, filter: { match: 'all', conditions: [] }, search, sort: [], hidden: [], order: [], pinned: [], groups: [], totals: [] })
    const lay = (views: readonly SavedView[]) => editor.edit({ type: 'changeLayout', layout: { views } }, at)
    good(await lay([view(1)]))
    for (const views of [[view(1), view(2, 'x'.repeat(501))], Array.from({ length: 501 }, (_, i) => view(i))]) expect(bad(await lay(views))).toEqual({ type: 'LayoutTooLarge' })
    expect(session.head.identity.layout?.views).toEqual([view(1)])
    const many = Array.from({ length: 400 }, (_, i) => ({ ...view(i), order: Array.from({ length: 30 }, () => 'f'.repeat(150)) }))
    expect(bad(await lay(many))).toEqual({ type: 'LayoutTooLarge' })
    good(await lay([view(1), view(2, 'x'.repeat(500))]))
  })
  test('a change of shape goes back by pages while it is the latest, and is done again by itself', async () => {
    const before = editor.describe()
    expect(good(await editor.edit({ type: 'addField', table: 't', field: { name: 'b', kind: 'date', required: false, choices: [], refersTo: null } }, at)).undo).toBe('addField')
    expect(editor.describe().tables[0]?.fields).toHaveLength(3)
    good(await editor.undo(at))
    expect(editor.describe()).toEqual(before)
    good(await editor.redo(at))
    expect(editor.describe().tables[0]?.fields).toHaveLength(3)
    good(await editor.undo(at))
    expect(editor.describe()).toEqual(before)
  })
  test('superseded by a later change it says so once, then lets earlier ones through', async () => {
    good(await editor.edit(add('three'), at))
    good(await editor.edit({ type: 'renameTable', table: 'log', name: 'logged' }, at))
    good(await editor.edit(add('four'), at))
    good(await editor.undo(at))
    expect(bad(await editor.undo(at)).type).toBe('UndoSuperseded')
    good(await editor.undo(at))
    expect(await names()).toEqual(['one', 'two'])
    expect(editor.describe().tables.map(({ name }) => name)).toContain('logged')
  })
  test('an edit with a trigger goes back whole', async () => {
    good(await editor.edit({ type: 'addRecord', table: 'w', values: { a: 'x' } }, at))
    expect([count('w'), count('log')]).toEqual([1, 1])
    good(await editor.undo(at))
    expect([count('w'), count('log')]).toEqual([0, 0])
    good(await editor.redo(at))
    expect([count('w'), count('log')]).toEqual([1, 1])
  })
  test('the book’s name goes back', async () => {
    good(await editor.edit({ type: 'renameBook', name: 'New' }, at))
    expect(session.head.identity.name).toBe('New')
    good(await editor.undo(at))
    expect(session.head.identity.name).toBe(identity.name)
  })
})

describe('what is remembered', () => {
  test('counts follow edits, failed ones leave no trace', async () => {
    expect(count('t')).toBe(2)
    good(await editor.edit(add('three'), at))
    expect(count('t')).toBe(3)
    bad(await editor.edit({ type: 'deleteRecords', table: 't', keys: [[1], [99]] }, at))
    expect([count('t'), await names()]).toEqual([3, ['one', 'two', 'three']])
    expect(good(await editor.rows({ table: 't', from: 0, count: 1, sort: [], search: 'T' })).total).toBe(2)
    good(await editor.edit(add('ten'), at))
    expect(good(await editor.rows({ table: 't', from: 0, count: 1, sort: [], search: 'T' })).total).toBe(3)
    expect(good(await editor.rows({ table: 't', from: 0, count: 1, sort: [], search: '' })).total).toBe(4)
  })
  test('an edit that changes nothing makes no generation and nothing to undo', async () => {
    expect(good(await editor.edit({ type: 'changeRecord', table: 't', key: [1], values: { a: 'one' } }, at))).toMatchObject({ generation: 1, records: 0, undo: null })
  })
  test('changes of another window are seen, and undo keeps out of their way', async () => {
    const other = createBookEditor(good(await openBookSession(deps(), BOOK_ID)).session)
    expect(count('t')).toBe(2)
    good(await editor.edit({ type: 'changeRecord', table: 't', key: [1], values: { a: 'here' } }, at))
    good(await other.edit({ type: 'changeRecord', table: 't', key: [1], values: { a: 'there' } }, at))
    good(await other.edit(add('three'), at))
    good(await other.edit({ type: 'addField', table: 't', field: { name: 'b', kind: 'text', required: false, choices: [], refersTo: null } }, at))
    good(await editor.edit({ type: 'addRecord', table: 't', values: { a: 'four', b: 'new field' } }, at))
    expect([count('t'), await names()]).toEqual([4, ['there', 'two', 'three', 'four']])
    good(await editor.undo(at))
    expect(bad(await editor.undo(at))).toEqual({ type: 'RecordChangedSince', table: 't' })
    expect(bad(await editor.undo(at)).type).toBe('NothingToUndo')
    expect(await names(editor)).toEqual(['there', 'two', 'three'])
  })
})

/** A session over an image alone, so that only the editor's own work is timed. */
function sessionWithoutStorage(sql: string): BookSession {
  const { db } = engine.openImage(openEditing(engine, sql).db.bytes())
  let { head } = session
  return {
    ...session,
    get head() {
      return head
    },
    read: (task) => task(db),
    write(_, task) {
      db.run('BEGIN')
      const outcome = task(db, () => undefined)
      db.run('COMMIT')
      head = { ...head, generation: head.generation + 1 }
      return Promise.resolve(outcome.ok ? { ok: true, value: { value: outcome.value, head } } : outcome)
    },
  }
}

test('an edit and the window after it cost the same in a large book', async () => {
  const medianOf = async (records: number) => {
    const large = createBookEditor(
      sessionWithoutStorage(`CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${records}) INSERT INTO t SELECT i, 'record ' || i FROM n`),
    )
    large.describe()
    const times: number[] = []
    for (let i = 1; i <= 100; i++) {
      const started = performance.now()
      good(await large.edit({ type: 'changeRecord', table: 't', key: [i], values: { a: `changed ${i}` } }, at))
      good(await large.edit(add(`new ${i}`), at))
      expect(good(await large.rows({ table: 't', from: 0, count: 50, sort: [], search: '' })).total).toBe(records + i)
      times.push(performance.now() - started)
    }
    return times.sort((a, b) => a - b)[50] ?? 0
  }
  await medianOf(100)
  const small = await medianOf(100)
  const large = await medianOf(500_000)
  console.log(`two edits and a window: ${small.toFixed(2)} ms with 100 records, ${large.toFixed(2)} ms with 500,000`)
  expect(large).toBeLessThan(small * 2 + 1)
})
