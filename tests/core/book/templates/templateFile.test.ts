import { describe, expect, test } from 'vitest'
import { digestSchema } from '../../../../src/core/backup/schemaDigest'
import { describeBook } from '../../../../src/core/book/describeBook'
import { EMPTY_LAYOUT } from '../../../../src/core/book/layout/bookLayout'
import { bookToTemplate } from '../../../../src/core/book/templates/bookToTemplate'
import { createFromTemplate } from '../../../../src/core/book/templates/createFromTemplate'
import { listTemplates } from '../../../../src/core/book/templates/listTemplates'
import { shapeLosses } from '../../../../src/core/book/templates/shapeLosses'
import type { Template } from '../../../../src/core/book/templates/template'
import { readTemplateFile, TEMPLATE_FILE_LIMIT, writeTemplateFile } from '../../../../src/core/book/templates/templateFile'
import { openEngine } from '../../../support/engines'
import { bad, good } from '../../../support/sessions'
import { openEditing } from '../editing'

const engine = await openEngine()
const options = { withSamples: true, today: '2026-03-14' }

function begin(template: Template, sleepingViews = false) {
  const { db } = engine.openImage(null)
  const made = createFromTemplate(db, template, { ...options, sleepingViews })
  return { db, ...made, shape: () => describeBook(db, { asleep: made.asleep, samples: made.samples, layout: template.layout ?? EMPTY_LAYOUT }) }
}

const contents = (db: ReturnType<typeof begin>['db'], tables: readonly string[]) => tables.map((name) => db.rows(`SELECT * FROM "${name}" ORDER BY id`))

describe.each(listTemplates())('$id', (template) => {
  const book = begin(template)
  const saved = bookToTemplate(book.db, book.shape(), { name: 'Ours', description: 'As we keep it', withRecords: true })
  const text = writeTemplateFile(saved)
  const read = good(readTemplateFile(text))
  const names = template.tables.map(({ name }) => name)

  test('its shape comes back from a file to the letter, with its records', () => {
    expect(read).toEqual({ ...saved, layout: template.layout })
    const again = begin(read)
    expect(digestSchema(again.db)).toBe(digestSchema(book.db))
    expect(shapeLosses(book.db, again.db)).toEqual([])
    expect(contents(again.db, names)).toEqual(contents(book.db, names))
    expect(writeTemplateFile(bookToTemplate(again.db, again.shape(), { name: 'Ours', description: 'As we keep it', withRecords: true }))).toBe(text)
  })
  test('its views sleep when they come from a file, and wake to the same schema', () => {
    const again = begin(read, true)
    expect(again.db.rows("SELECT count(*) FROM sqlite_schema WHERE type = 'view'")).toEqual([[0]])
    expect(again.asleep.map(({ name }) => name)).toEqual((template.views ?? []).map(({ name }) => name))
    const sql = again.db.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid").map(([one]) => String(one)).join(';\n')
    const editing = openEditing(engine, sql, { asleep: again.asleep })
    for (const { name } of again.asleep) good(editing.edit({ type: 'wake', name }))
    expect(digestSchema(editing.db)).toBe(digestSchema(book.db))
    // asleep or awake, they go into the next file
    expect(bookToTemplate(again.db, again.shape(), { name: 'Ours', description: '', withRecords: false }).views).toEqual(saved.views)
  })
  test('without records there are none in the file', () => {
    const bare = bookToTemplate(book.db, book.shape(), { name: 'Ours', description: '', withRecords: false })
    expect(bare.tables.every(({ samples }) => samples.length === 0)).toBe(true)
    expect(digestSchema(begin(bare).db)).toBe(digestSchema(book.db))
  })
})

describe('a book of another program', () => {
  const SQL = `
    CREATE TABLE people (person_no INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, secret_key TEXT, photo BLOB, boss INTEGER REFERENCES people (person_no));
    CREATE TABLE visits (day DATE, who INTEGER NOT NULL REFERENCES people (person_no), minutes INTEGER CHECK (minutes > 0), hours AS (minutes / 60.0), PRIMARY KEY (day, who)) WITHOUT ROWID;
    CREATE VIEW busy (who, total) AS SELECT who, sum(minutes) FROM visits GROUP BY who;
    CREATE VIEW all_days AS SELECT day FROM visits;
    CREATE TRIGGER watch AFTER INSERT ON people BEGIN DELETE FROM visits; END;
    INSERT INTO people VALUES (7, 'Mo', 'x', x'00', 9), (9, 'Ana', 'y', NULL, 7);
    INSERT INTO visits (day, who, minutes) VALUES ('2026-01-02', 9, 30), ('2026-01-03', 7, 45)`
  const { db } = engine.openImage(null)
  db.run(SQL)
  const shape = describeBook(db, { asleep: [], samples: [], layout: EMPTY_LAYOUT })
  const saved = bookToTemplate(db, shape, { name: 'Visits', description: '', withRecords: true })

  test('brings along what a template can carry, and says what stays behind', () => {
    const read = good(readTemplateFile(writeTemplateFile(saved)))
    expect(read.tables.map(({ name, fields }) => [name, fields.map((field) => field.name)])).toEqual([
      ['people', ['name', 'secret_key', 'photo', 'boss']],
      ['visits', ['day', 'who', 'minutes']],
    ])
    const again = begin(read)
    expect(shapeLosses(db, again.db).map(({ name }) => name).sort()).toEqual(['busy', 'people', 'visits', 'watch'])
    expect(again.db.rows('SELECT name, secret_key, photo, boss FROM people')).toEqual([['Mo', null, null, null], ['Ana', null, null, 1]])
    expect(again.db.rows('SELECT day, who, minutes FROM visits')).toEqual([['2026-01-02', 2, 30], ['2026-01-03', 1, 45]])
  })
})

describe('hostile files', () => {
  const good1 = { format: 'nightsafe-template', formatVersion: 1, name: 'N', description: '', tables: [{ name: 'a', fields: [{ name: 'b', kind: 'text' }], samples: [] as unknown[] }] }
  const reasonOf = (file: unknown) => {
    const failure = bad(readTemplateFile(JSON.stringify(file)))
    return failure.type === 'TemplateRefused' ? failure.reason : failure.type
  }
  const withField = (field: object, samples: unknown[] = []) => ({ ...good1, tables: [{ name: 'a', fields: [{ name: 'b', kind: 'text', ...field }], samples }] })
  const withView = (sql: string) => ({ ...good1, views: [{ name: 'v', sql }] })

  test('the good one is read, and members of newer apps are dropped', () => {
    expect(good(readTemplateFile(`\ufeff${JSON.stringify({ ...good1, colour: 'red', layout: { views: [{ id: 7 }] } })}`))).toMatchObject({ id: 'file', name: 'N', layout: EMPTY_LAYOUT })
    expect(good(readTemplateFile(JSON.stringify(withField({ colour: 'red' })))).tables[0]?.fields[0]).toEqual({ name: 'b', kind: 'text' })
  })
  test.each([
    ['{', /no template file/], ['null', /no template file/], ['[]', /no template file/], ['{"format":"nightsafe-backup"}', /no template file/],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, /no template file/],
    [JSON.stringify({ ...good1, formatVersion: 2, tables: 'else' }), /newer app/],
    [JSON.stringify({ ...good1, formatVersion: '1' }), /formatVersion/],
    [JSON.stringify({ ...good1, tables: [] }), /tables/],
  ])('%#', (text, reason) => expect(bad(readTemplateFile(text))).toMatchObject({ type: 'TemplateRefused', reason: expect.stringMatching(reason) as unknown }))
  test('empty and too large', () => {
    expect(bad(readTemplateFile(' \n'))).toEqual({ type: 'FileEmpty' })
    expect(bad(readTemplateFile(' '.repeat(10) + 'x'.repeat(TEMPLATE_FILE_LIMIT)))).toMatchObject({ type: 'FileTooLarge' })
  })
  test('names', () => {
    for (const name of ['sqlite_x', '_nightsafe_manifest', ' a', 'a\u0000', 'x'.repeat(65), '']) {
      expect(reasonOf({ ...good1, tables: [{ ...good1.tables[0], name }] })).toMatch(/called|blanks|tables/)
      expect(reasonOf(withField({ name }))).toMatch(/called|blanks|tables/)
      expect(reasonOf({ ...good1, views: [{ name, sql: 'SELECT 1' }] })).toMatch(/called|blanks|views/)
    }
    expect(reasonOf({ ...good1, tables: [good1.tables[0], { ...good1.tables[0], name: 'A' }] })).toMatch(/two/)
    expect(reasonOf({ ...good1, views: [{ name: 'A', sql: 'SELECT 1' }] })).toMatch(/two/)
    expect(reasonOf(withField({ name: 'ID' }))).toMatch(/two/)
    const quoted = good(readTemplateFile(JSON.stringify({ ...good1, tables: [{ name: 'a"); DROP TABLE x; --', fields: [{ name: `b' "c"`, kind: 'choice', choices: ["x'); --"] }], samples: [] }] })))
    expect(begin(quoted).db.rows("SELECT name FROM sqlite_schema WHERE name LIKE 'a%'")).toEqual([['a"); DROP TABLE x; --']])
  })
  test('fields', () => {
    expect(reasonOf(withField({ kind: 'formula' }))).toMatch(/kind/)
    expect(reasonOf(withField({ kind: 'choice' }))).toMatch(/choices/)
    expect(reasonOf(withField({ kind: 'choice', choices: ['x', 'x'] }))).toMatch(/choices/)
    expect(reasonOf(withField({ kind: 'reference' }))).toMatch(/refers/)
    expect(reasonOf(withField({ kind: 'reference', refersTo: 'sqlite_schema' }))).toMatch(/not in the file/)
    expect(reasonOf(withField({ refersTo: 'a' }))).toMatch(/refers/)
    expect(reasonOf(withField({ least: { sql: '1); DROP' } }))).toMatch(/least/)
    expect(reasonOf(withField({ initial: { now: "'; --" } }))).toMatch(/initial/)
  })
  test('views that are more than one SELECT', () => {
    for (const sql of ['DROP TABLE a', 'SELECT 1; DROP TABLE a', 'PRAGMA x', "ATTACH 'x' AS y", '-- nothing', 'CREATE TABLE x (y)', 'SELECT 1;', '(SELECT 1']) expect(reasonOf(withView(sql))).toMatch(/SELECT/)
    const read = good(readTemplateFile(JSON.stringify(withView("WITH x AS (SELECT ';' AS s) SELECT s FROM x /* ; */"))))
    expect(begin(read, true).db.rows("SELECT count(*) FROM sqlite_schema WHERE type = 'view'")).toEqual([[0]])
  })
  test('sample records', () => {
    for (const sample of [{ c: 1 }, { b: { sample: 0 } }, { b: { daysAgo: 1e9 } }, { b: { daysAgo: 1, at: "'" } }, { b: [1] }, { b: true }, { b: { b: 'not base64!' } }, 7, { id: 3 }]) {
      expect(reasonOf(withField({}, [sample]))).toMatch(/tables|record/)
    }
    const self = { kind: 'reference', refersTo: 'a' }
    expect(reasonOf(withField(self, [{ b: { sample: 0 } }]))).toMatch(/before/)
    expect(good(readTemplateFile(JSON.stringify(withField(self, [{}, { b: { sample: 0 } }])))).tables[0]?.samples).toHaveLength(2)
  })
})
