import { describe, expect, test } from 'vitest'
import type { Cell } from '../../../../src/core/base/cell'
import type { FieldDraft, FieldKind } from '../../../../src/core/book/bookDescription'
import { openEngine } from '../../../support/engines'
import { bad, good } from '../../../support/sessions'
import { draft, openEditing } from '../editing'

const engine = await openEngine()

describe('tables', () => {
  test('a new table has a key, its fields with their kinds, and an index for each reference', () => {
    const book = openEditing(engine, 'CREATE TABLE people (code TEXT PRIMARY KEY)')
    const kinds: FieldKind[] = ['text', 'long-text', 'whole-number', 'decimal', 'money', 'date', 'date-time', 'yes-no', 'file']
    const fields = [
      ...kinds.map((kind) => draft(`a ${kind}`, kind)),
      draft('a choice', 'choice', { choices: ["it's", ' b '], required: true }),
      draft('who', 'reference', { refersTo: 'PEOPLE' }),
      draft('parent', 'reference', { refersTo: 'things' }),
    ]
    expect(good(book.edit({ type: 'addTable', name: '  things ', fields }))).toMatchObject({ inverse: { type: 'pages' }, effect: { reshaped: true } })
    expect(book.table('things').fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['id', 'whole-number'],
      ...kinds.map((kind) => [`a ${kind}`, kind]),
      ['a choice', 'choice'],
      ['who', 'reference'],
      ['parent', 'reference'],
    ])
    expect(book.field('things', 'a choice')).toMatchObject({ choices: ["it's", 'b'], required: true })
    expect(book.field('things', 'who')).toMatchObject({ declaredType: 'TEXT', refersTo: { table: 'people', field: 'code' } })
    expect(book.field('things', 'parent')).toMatchObject({ declaredType: 'INTEGER', refersTo: { table: 'things', field: 'id' } })
    expect(book.db.rows("SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")).toEqual([[2]])
    good(book.edit({ type: 'addRecord', table: 'things', values: { 'a choice': "it's" } }))
  })
  test.each<[string, string, string]>([
    ['', 'NameNotAllowed', 'it is empty.'],
    ['   ', 'NameNotAllowed', 'it is empty.'],
    ['sqlite_x', 'NameNotAllowed', 'names that begin like this are reserved.'],
    ['_NightSafe_x', 'NameNotAllowed', 'names that begin like this are reserved.'],
    ['x'.repeat(65), 'NameNotAllowed', 'it is longer than 64 characters.'],
    ['a\u0000b', 'NameNotAllowed', 'it contains characters that cannot be seen.'],
    ['PEOPLE', 'NameTaken', ''],
    ['looks', 'NameTaken', ''],
    ['by_name', 'NameTaken', ''],
  ])('the name %j is refused', (name, type, reason) => {
    const book = openEditing(engine, 'CREATE TABLE people (name); CREATE INDEX by_name ON people (name); CREATE VIEW looks AS SELECT 1')
    expect(bad(book.edit({ type: 'addTable', name, fields: [] }))).toMatchObject(reason === '' ? { type } : { type, reason })
    expect(bad(book.edit({ type: 'renameTable', table: 'people', name: name === 'PEOPLE' ? 'looks' : name })).type).toBe(type)
  })
  test('fields of a new table: no second id, no twins, no empty choice, no reference to nowhere', () => {
    const book = openEditing(engine, 'CREATE TABLE pair (a, b, PRIMARY KEY (a, b))')
    const add = (...fields: FieldDraft[]) => bad(book.edit({ type: 'addTable', name: 't', fields })).type
    expect(add(draft('ID', 'text'))).toBe('NameTaken')
    expect(add(draft('a', 'text'), draft('A', 'text'))).toBe('NameTaken')
    expect(add(draft('a', 'choice'))).toBe('ConstraintBroken')
    expect(add(draft('a', 'choice', { choices: ['x', 'x'] }))).toBe('ConstraintBroken')
    expect(add(draft('a', 'reference'))).toBe('ConstraintBroken')
    expect(add(draft('a', 'reference', { refersTo: 'absent' }))).toBe('TableNotFound')
    expect(add(draft('a', 'reference', { refersTo: 'pair' }))).toBe('ConstraintBroken')
  })
  test('renaming carries references, views and samples along', () => {
    const book = openEditing(
      engine,
      'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p (id)); CREATE VIEW v AS SELECT id FROM p',
      { samples: [{ table: 'p', keys: [[1]] }] },
    )
    good(book.edit({ type: 'renameTable', table: 'P', name: 'parents "x"' }))
    expect(book.field('c', 'p')?.refersTo).toEqual({ table: 'parents "x"', field: 'id' })
    expect(book.cells('v')).toEqual([])
    expect(book.identity().samples).toEqual([{ table: 'parents "x"', keys: [[1]] }])
    good(book.edit({ type: 'renameTable', table: 'parents "x"', name: 'Parents "x"' }))
    expect(good(book.edit({ type: 'renameTable', table: 'Parents "x"', name: 'Parents "x"' })).inverse).toBeNull()
  })
  test('a table is deleted with its records, its own triggers and references to itself, unless something needs it', () => {
    const book = openEditing(
      engine,
      `CREATE TABLE p (id INTEGER PRIMARY KEY, up INTEGER REFERENCES p (id)); INSERT INTO p VALUES (1, NULL), (2, 1);
       CREATE TABLE log (what); CREATE TRIGGER own AFTER INSERT ON p BEGIN INSERT INTO log VALUES (1); END;
       CREATE TABLE c (p INTEGER REFERENCES p (id) ON DELETE CASCADE); INSERT INTO c VALUES (1); CREATE VIEW v AS SELECT id FROM p`,
      { samples: [{ table: 'p', keys: [[1]] }, { table: 'c', keys: [[1]] }] },
    )
    const before = book.dump()
    expect(bad(book.edit({ type: 'deleteTable', table: 'p' }))).toMatchObject({ type: 'ConstraintBroken', detail: '"c".p refers to it' })
    good(book.edit({ type: 'deleteTable', table: 'c' }))
    expect(bad(book.edit({ type: 'deleteTable', table: 'p' }))).toMatchObject({ type: 'ConstraintBroken', detail: '“v” needs it' })
    expect(bad(book.edit({ type: 'deleteTable', table: 'log' }))).toMatchObject({ type: 'ConstraintBroken', detail: '“own” needs it' })
    expect(book.dump()).not.toBe(before)
    expect(bad(book.edit({ type: 'deleteTable', table: 'v' })).type).toBe('TableIsReadOnly')
    book.db.run('DROP VIEW v')
    good(book.edit({ type: 'deleteTable', table: 'p' }))
    expect(book.identity().samples).toEqual([])
    expect(book.shape().tables.map(({ name }) => name)).toEqual(['log'])
  })
})

describe('adding and deleting fields', () => {
  const SQL = `CREATE TABLE o (id INTEGER PRIMARY KEY); INSERT INTO o VALUES (1); CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE); INSERT INTO t VALUES (1, 'x')`

  test('every kind can be added and deleted again, the records stay', () => {
    const book = openEditing(engine, SQL)
    for (const kind of ['text', 'money', 'date', 'yes-no', 'choice', 'reference', 'file'] as const) {
      const rest = { ...(kind === 'choice' && { choices: ['x'] }), ...(kind === 'reference' && { refersTo: 'o' }) }
      good(book.edit({ type: 'addField', table: 't', field: draft('New Field', kind, rest) }))
      expect(book.field('t', 'New Field')?.kind).toBe(kind)
      expect(book.cells('t')).toEqual([[1, 'x', null]])
      good(book.edit({ type: 'deleteField', table: 't', name: 'new field' }))
    }
    expect(book.cells('t')).toEqual([[1, 'x']])
    expect(book.table('t').fields.map(({ name }) => name)).toEqual(['id', 'a'])
    expect(book.db.rows("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")).toEqual([])
  })
  test('a required field only where no record would lack it; yes/no starts as no', () => {
    const book = openEditing(engine, SQL)
    expect(bad(book.edit({ type: 'addField', table: 't', field: draft('b', 'text', { required: true }) })).type).toBe('ConstraintBroken')
    good(book.edit({ type: 'addField', table: 't', field: draft('b', 'yes-no', { required: true }) }))
    expect(book.cells('t')).toEqual([[1, 'x', 0]])
    good(book.edit({ type: 'deleteRecords', table: 't', keys: [[1]] }))
    good(book.edit({ type: 'addField', table: 't', field: draft('c', 'text', { required: true }) }))
    expect(book.field('t', 'c')?.required).toBe(true)
  })
  test('what others need is not deleted', () => {
    const book = openEditing(engine, `${SQL}; CREATE TABLE c (t TEXT REFERENCES t (a)); CREATE TABLE w (b, c); CREATE VIEW v AS SELECT b FROM w`)
    const before = book.dump()
    expect(bad(book.edit({ type: 'deleteField', table: 't', name: 'id' }))).toMatchObject({ type: 'ConstraintBroken' })
    expect(bad(book.edit({ type: 'deleteField', table: 't', name: 'a' }))).toMatchObject({ type: 'ConstraintBroken', detail: '"c".t refers to “a”' })
    expect(bad(book.edit({ type: 'deleteField', table: 'w', name: 'b' })).type).toBe('ConstraintBroken')
    expect(bad(book.edit({ type: 'deleteField', table: 'w', name: 'x' })).type).toBe('FieldNotFound')
    expect(book.dump()).toBe(before)
  })
  test('a field is not added where a trigger fills the table by place', () => {
    const book = openEditing(engine, `CREATE TABLE log (w); CREATE TABLE t (a); CREATE TRIGGER tr AFTER UPDATE OF a ON t BEGIN INSERT INTO log VALUES (new.a); END`)
    const before = book.dump()
    expect(bad(book.edit({ type: 'addField', table: 'log', field: draft('more', 'text') }))).toMatchObject({ type: 'ConstraintBroken', detail: '“tr” needs it as it is' })
    expect(book.dump()).toBe(before)
    good(book.edit({ type: 'addField', table: 't', field: draft('more', 'text') }))
  })
  test('rules of the whole table that speak of the field alone go with it', () => {
    const book = openEditing(engine, `CREATE TABLE o (id TEXT PRIMARY KEY); CREATE TABLE t (a TEXT, b TEXT CHECK (b <> ''), c INT, FOREIGN KEY (b) REFERENCES o (id), CHECK (b IN ('x')), CHECK (c > 0))`)
    good(book.edit({ type: 'deleteField', table: 't', name: 'b' }))
    expect(book.table('t').fields.map(({ name }) => name)).toEqual(['a', 'c'])
    expect(bad(book.edit({ type: 'addRecord', table: 't', values: { c: 0 } })).type).toBe('ConstraintBroken')
  })
})

describe('changing fields', () => {
  const change = (book: ReturnType<typeof openEditing>, name: string, field: FieldDraft) => book.edit({ type: 'changeField', table: 't', name, field })

  test.each<[FieldKind, FieldKind, Cell[], Cell[]]>([
    ['text', 'whole-number', ['1', '-20', null], [1, -20, null]],
    ['text', 'decimal', ['1', '2.5'], [{ r: '1.0' }, 2.5]],
    ['text', 'money', ['1', '2.5', '-3.75', '9.990'], [100, 250, -375, 999]],
    ['decimal', 'money', [1.1, { r: '2.0' }, 0.01], [110, 200, 1]],
    ['money', 'decimal', [110, 5, -5], [1.1, 0.05, -0.05]],
    ['money', 'text', [110, 5, -5], ['1.10', '0.05', '-0.05']],
    ['money', 'whole-number', [100, -300], [1, -3]],
    ['whole-number', 'money', [1, -3], [100, -300]],
    ['whole-number', 'text', [1, { i: '9007199254740993' }], ['1', '9007199254740993']],
    ['text', 'yes-no', ['yes', 'No', 'true', '0'], [1, 0, 1, 0]],
    ['text', 'date', ['2024-02-29', '2024-02-28T00:00'], ['2024-02-29', '2024-02-28']],
    ['date', 'date-time', ['2024-02-29'], ['2024-02-29 00:00:00']],
    ['text', 'choice', ['a', 'b'], ['a', 'b']],
    ['text', 'reference', ['1', '2'], [1, 2]],
    ['text', 'long-text', ['x'], ['x']],
  ])('%s becomes %s without loss', (from, to, values, converted) => {
    const book = openEditing(engine, 'CREATE TABLE o (id INTEGER PRIMARY KEY); INSERT INTO o VALUES (1), (2)')
    good(book.edit({ type: 'addTable', name: 't', fields: [draft('v', from), draft('w', 'text')] }))
    for (const v of values) good(book.edit({ type: 'addRecord', table: 't', values: { v, w: 'kept' } }))
    book.db.run('CREATE INDEX iv ON t (v)')
    const rest = { ...(to === 'choice' && { choices: ['a', 'b'] }), ...(to === 'reference' && { refersTo: 'o' }) }
    good(change(book, 'v', draft('v', to, rest)))
    expect(book.field('t', 'v')?.kind).toBe(to)
    expect(book.cells('t').map(([, v]) => v)).toEqual(converted)
    expect(book.db.rows('PRAGMA integrity_check')).toEqual([['ok']])
  })
  test.each<[FieldKind, Cell, FieldKind]>([
    ['text', 'one', 'whole-number'], ['text', '1.5', 'whole-number'], ['text', '1,50', 'money'], ['text', '1.005', 'money'], ['text', '2023-02-29', 'date'],
    ['text', '2024-02-28T10:00', 'date'], ['text', 'perhaps', 'yes-no'], ['text', 'z', 'choice'], ['text', 'z', 'file'], ['money', 150, 'whole-number'], ['file', { b: 'AA==' }, 'text'],
  ])('%s %j does not become %s, and nothing is changed', (from, v, to) => {
    const book = openEditing(engine, '')
    good(book.edit({ type: 'addTable', name: 't', fields: [draft('v', from)] }))
    good(book.edit({ type: 'addRecord', table: 't', values: { v } }))
    const before = book.dump()
    expect(bad(change(book, 'v', draft('v', to, { choices: to === 'choice' ? ['a'] : [] })))).toMatchObject({ type: 'ValueDoesNotFit', field: 'v', kind: to })
    expect(book.dump()).toBe(before)
  })
  test('how many values do not fit is told', () => {
    const book = openEditing(engine, "CREATE TABLE t (v TEXT); INSERT INTO t VALUES ('a'), ('1'), ('b'), ('c')")
    expect(bad(change(book, 'v', draft('v', 'whole-number')))).toMatchObject({ value: 'a (+ 2)' })
  })
  test('what a draft does not speak of stays: unique, default, collation, other checks, indexes, triggers', () => {
    const book = openEditing(
      engine,
      `CREATE TABLE log (w); CREATE TABLE t (id INTEGER PRIMARY KEY, /* note */ "v" VARCHAR(9) NOT NULL UNIQUE DEFAULT 'n' COLLATE NOCASE CHECK (length("v") < 5), z INT);
       INSERT INTO t VALUES (1, 'a', 1); CREATE TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (1); END`,
    )
    good(change(book, 'v', draft('renamed', 'text')))
    expect(book.field('t', 'renamed')).toMatchObject({ declaredType: 'VARCHAR(9)', required: false, unique: true, automatic: true })
    expect(bad(book.edit({ type: 'addRecord', table: 't', values: { renamed: 'A' } })).type).toBe('ConstraintBroken')
    expect(bad(book.edit({ type: 'addRecord', table: 't', values: { renamed: 'too long' } })).type).toBe('ConstraintBroken')
    good(change(book, 'z', draft('z', 'text', { required: true })))
    expect(book.cells('t')).toEqual([[1, 'a', '1']])
    expect(book.cells('log')).toEqual([])
    expect(book.table('t').triggers).toEqual(['tr'])
    expect(book.db.rows('PRAGMA integrity_check')).toEqual([['ok']])
  })
  test('required: refused while records have no value, kept afterwards', () => {
    const book = openEditing(engine, "CREATE TABLE t (v TEXT, n INT); INSERT INTO t VALUES ('', 1), (NULL, 1), ('x', NULL)")
    expect(bad(change(book, 'v', draft('v', 'text', { required: true })))).toMatchObject({ type: 'ConstraintBroken', detail: '2 of its records have no value in “v” (records 1, 2)' })
    book.db.run("UPDATE t SET v = 'y'")
    good(change(book, 'v', draft('v', 'text', { required: true })))
    expect(bad(book.edit({ type: 'addRecord', table: 't', values: { n: 1 } })).type).toBe('ConstraintBroken')
    good(change(book, 'v', draft('v', 'text')))
    good(book.edit({ type: 'addRecord', table: 't', values: { n: 1 } }))
  })
  test('choices are changed, not below what is used', () => {
    const book = openEditing(engine, "CREATE TABLE t (a TEXT, v TEXT, CHECK (v IN ('x', 'y')), CHECK (a <> v)); INSERT INTO t VALUES ('a', 'x')")
    expect(bad(change(book, 'v', draft('v', 'choice', { choices: ['y'] }))).type).toBe('ValueDoesNotFit')
    good(change(book, 'v', draft('kind', 'choice', { choices: ['x', 'z'] })))
    expect(book.field('t', 'kind')?.choices).toEqual(['x', 'z'])
    good(book.edit({ type: 'addRecord', table: 't', values: { a: 'a', kind: 'z' } }))
    expect(bad(book.edit({ type: 'addRecord', table: 't', values: { a: 'z', kind: 'z' } })).type).toBe('ConstraintBroken')
  })
  test('a reference is pointed elsewhere, or dropped; values that point nowhere refuse it', () => {
    const book = openEditing(
      engine,
      `CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);
       CREATE TABLE t (x INT, v INTEGER, FOREIGN KEY (v) REFERENCES a (id)); INSERT INTO t VALUES (5, 1), (6, NULL)`,
    )
    expect(bad(change(book, 'x', draft('x', 'reference', { refersTo: 'a' })))).toMatchObject({ type: 'ConstraintBroken', detail: '2 values of “x” are not in “a” (records 1, 2)' })
    good(change(book, 'v', draft('v', 'reference', { refersTo: 'b' })))
    expect(book.field('t', 'v')?.refersTo).toEqual({ table: 'b', field: 'id' })
    good(book.edit({ type: 'deleteRecords', table: 'a', keys: [[1]] }))
    expect(bad(book.edit({ type: 'deleteRecords', table: 'b', keys: [[1]] })).type).toBe('ConstraintBroken')
    good(change(book, 'v', draft('v', 'whole-number')))
    good(book.edit({ type: 'deleteRecords', table: 'b', keys: [[1]] }))
  })
  test('records that refer to the table are not touched', () => {
    const book = openEditing(engine, "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE TABLE c (t INTEGER REFERENCES t (id) ON DELETE CASCADE); INSERT INTO t VALUES (1, '5'); INSERT INTO c VALUES (1)")
    good(change(book, 'v', draft('v', 'whole-number')))
    expect(book.cells('c')).toEqual([[1]])
    expect(book.cells('t')).toEqual([[1, 5]])
  })
  test('keys are renamed but keep their kind; STRICT tables keep to their types', () => {
    const book = openEditing(engine, 'CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, g AS (v || 1)); CREATE TABLE s (id INTEGER PRIMARY KEY, v TEXT) STRICT')
    good(change(book, 'id', draft('number', 'whole-number', { required: true })))
    expect(book.field('t', 'number')?.key).toBe(true)
    expect(bad(change(book, 'number', draft('number', 'text', { required: true }))).type).toBe('ConstraintBroken')
    expect(bad(change(book, 'g', draft('g', 'date'))).type).toBe('ConstraintBroken')
    expect(bad(book.edit({ type: 'changeField', table: 's', name: 'v', field: draft('v', 'date') })).type).toBe('ConstraintBroken')
    expect(bad(book.edit({ type: 'addField', table: 's', field: draft('w', 'money') })).type).toBe('ConstraintBroken')
    good(book.edit({ type: 'changeField', table: 's', name: 'v', field: draft('v', 'whole-number') }))
  })
  test('a rule that the records would break under the new kind refuses it', () => {
    const book = openEditing(engine, "CREATE TABLE t (v INTEGER CHECK (typeof(v) = 'integer')); INSERT INTO t VALUES (5)")
    const before = book.dump()
    expect(bad(change(book, 'v', draft('v', 'decimal'))).type).toBe('ConstraintBroken')
    expect(book.dump()).toBe(before)
  })
  test('after a refused change the old rules still hold', () => {
    const book = openEditing(engine, "CREATE TABLE t (v TEXT CHECK (length(v) > 1)); INSERT INTO t VALUES ('10')")
    book.db.run('PRAGMA ignore_check_constraints = ON; INSERT INTO t VALUES (1); PRAGMA ignore_check_constraints = OFF')
    const before = book.dump()
    expect(bad(change(book, 'v', draft('v', 'whole-number'))).type).toBe('ConstraintBroken')
    expect(book.dump()).toBe(before)
    expect(book.field('t', 'v')?.kind).toBe('text')
    good(book.edit({ type: 'addRecord', table: 't', values: { v: 'text again' } }))
  })
})
