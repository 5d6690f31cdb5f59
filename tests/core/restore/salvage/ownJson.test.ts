import { beforeAll, expect, test } from 'vitest'
import { unwatchedWork } from '../../../../src/core/base/progress'
import { salvageOwnJson } from '../../../../src/core/restore/salvage/salvageOwnJson'
import { readOwnLines } from '../../../../src/core/restore/salvage/ownJsonLines'
import { backupOf, createDeps } from '../../backup/backupParts'

const deps = await createDeps()
const numbers = (to: number) => `(WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < ${to}) SELECT v FROM n)`
const SQL = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT, password TEXT);
  CREATE TABLE expenses (id INTEGER PRIMARY KEY, member INTEGER REFERENCES members, amount INTEGER, note TEXT);
  CREATE TABLE rates (day TEXT, rate REAL);
  INSERT INTO members SELECT v, 'Member ' || v, 'secret' FROM ${numbers(5)};
  INSERT INTO expenses SELECT v, 1 + v % 5, v * 100, 'Note ' || v || ' with "signs", [brackets] and ' || char(10) || ' lines' FROM ${numbers(40)};
  INSERT INTO rates SELECT '2025-01-' || v, v / 3.0 FROM ${numbers(9)};
  CREATE INDEX by_member ON expenses (member);`

let lines: string[] = []
beforeAll(async () => {
  lines = Buffer.from((await backupOf(deps, SQL, { form: 'json' })).bytes).toString('utf8').split('\n')
})

async function salvage(text: string) {
  const salvaged = await salvageOwnJson(deps.engine, new Uint8Array(Buffer.from(text, 'utf8')), unwatchedWork)
  if (!salvaged.ok) throw new Error(JSON.stringify(salvaged.failure))
  const { report, bytes, contentDigest } = salvaged.value
  const db = deps.engine.open(bytes)
  const ids = db.rows('SELECT id FROM expenses ORDER BY id').map(([id]) => Number(id))
  const notes = db.rows('SELECT note FROM expenses ORDER BY id').map(([note]) => String(note))
  db.close()
  const table = (name: string) => report.tables.find((one) => one.name === name)
  return { report, contentDigest, table, ids, notes, codes: report.findings.map(({ code }) => code) }
}

const lineOf = (start: string) => {
  const at = lines.findIndex((line) => line.startsWith(start))
  expect(at, start).toBeGreaterThan(-1)
  return at
}
const changed = (at: number, change: (line: string) => string) => lines.map((line, i) => (i === at ? change(line) : line)).join('\n')
const all = Array.from({ length: 40 }, (_, i) => i + 1)
const recordLine = (id: number) => lineOf(`[${id},${1 + (id % 5)},${id * 100}`)

test('a whole backup comes back whole', async () => {
  const { report, table, ids, notes, codes } = await salvage(lines.join('\n'))
  expect(report).toMatchObject({ format: 'nightsafe-json', recovered: 54, lostBytes: 0 })
  expect([table('members'), table('expenses'), table('rates')]).toMatchObject([{ recovered: 5, lost: 0 }, { recovered: 40, lost: 0 }, { recovered: 9, lost: 0 }])
  expect(ids).toEqual(all)
  expect(notes[6]).toBe('Note 7 with "signs", [brackets] and \n lines')
  expect(codes).toEqual(['salvaged', 'fields-left-out'])
})

test('one broken record costs one record, and the table is said to be no longer provable', async () => {
  const { ids, table, report } = await salvage(changed(recordLine(7), (line) => line.replace('"Note 7', 'Note 7')))
  expect(ids).toEqual(all.filter((id) => id !== 7))
  expect(table('expenses')).toMatchObject({ recovered: 39, lost: 1 })
  expect(report.findings).toContainEqual({ code: 'digest-mismatch', severity: 'warning', detail: 'Tables in which a value that the damage changed cannot be told from a right one: expenses.' })
})

test('a changed value is noticed by the table’s digest', async () => {
  const { ids, report } = await salvage(changed(recordLine(7), (line) => line.replace('Note 7', 'Note 8')))
  expect(ids).toEqual(all)
  expect(report.findings.find(({ code }) => code === 'digest-mismatch')?.detail).toContain('changed by the damage: expenses')
})

test('two records that damage joined in one line are both read', async () => {
  const at = recordLine(7)
  const { ids } = await salvage([...lines.slice(0, at), `${lines[at] ?? ''}${lines[at + 1] ?? ''}`, ...lines.slice(at + 2)].join('\n'))
  expect(ids).toEqual(all)
})

test('records whose table’s line is lost go to the next table of that width', async () => {
  const at = lineOf('"expenses":')
  const { ids, table } = await salvage(changed(at, () => '\0'.repeat(80)))
  expect(ids).toEqual(all)
  expect(table('expenses')).toMatchObject({ recovered: 40, lost: 0 })
})

test('a table whose name was changed is known by its fields', async () => {
  const { ids } = await salvage(changed(lineOf('"expenses":'), (line) => line.replace('expenses', 'expanses')))
  expect(ids).toEqual(all)
})

test('records that fit no table are counted as such', async () => {
  const { table, report } = await salvage([...lines.slice(0, recordLine(40) + 1), '[1,2,3,4,5,6,7]', ...lines.slice(recordLine(40) + 1)].join('\n'))
  expect(table('expenses')).toMatchObject({ recovered: 40 })
  expect(report.recovered).toBe(54)
  const homeless = await salvage([...lines.slice(0, lineOf('"data":')), '[1,2,3,4,5,6,7]', ...lines.slice(lineOf('"data":'))].join('\n'))
  expect(homeless.report.findings.find(({ code }) => code === 'corrupt')?.detail).toContain('belong to no table')
})

test('without its manifest the records are there and how many are missing cannot be proved', async () => {
  const { ids, report } = await salvage(changed(lineOf('"metadata":'), (line) => line.replace('"', '')))
  expect(ids).toEqual(all)
  expect(report.findings.some(({ detail }) => detail.includes('cannot be told from a right one'))).toBe(true)
})

test('every cut end gives all records before it, and the true number that is lost', async () => {
  const text = lines.join('\n')
  const first = text.indexOf('\n[', text.indexOf('"expenses":'))
  for (let end = first + 400; end < text.length; end += 97) {
    const { ids, table, codes } = await salvage(text.slice(0, end))
    expect(ids, `${end}`).toEqual(all.slice(0, ids.length))
    expect((table('expenses')?.recovered ?? 0) + (table('expenses')?.lost ?? 0), `${end}`).toBe(40)
    expect((table('rates')?.recovered ?? 0) + (table('rates')?.lost ?? 0), `${end}`).toBe(9)
    expect(codes, `${end}`).toContain('truncated')
  }
})

test('what is not a line of a backup is told from one', () => {
  expect(readOwnLines('[1,"a",null],')).toEqual({ lines: [{ type: 'record', cells: [1, 'a', null] }], isWhole: true, isEnd: false })
  expect(readOwnLines(`"seal":"${'0'.repeat(64)}"}`)).toEqual({ lines: [], isWhole: true, isEnd: true })
  expect(readOwnLines('xx[1,2]yy["a"')).toEqual({ lines: [{ type: 'record', cells: [1, 2] }], isWhole: false, isEnd: false })
  expect(readOwnLines('{"type":"table","name":1}')).toMatchObject({ lines: [{ type: 'broken-schema' }], isWhole: false })
  expect(readOwnLines('[1,2')).toMatchObject({ lines: [{ type: 'broken-record' }], isWhole: false })
})
