import { expect, test } from 'vitest'
import { budget } from '../../support/corpusJson'
import { utf8 } from '../../support/corpus'
import { createInspectDeps, inspect } from './inspectParts'

const deps = await createInspectDeps()

/** Reads one table `t` and gives its fields as `name TYPE` with what SQLite stores in them. */
async function read(records: string, more = '') {
  const inspected = await inspect(deps, utf8(budget(`{"t":${records}${more}}`)))
  const { db, inspection } = inspected
  if (!db) throw new Error(JSON.stringify(inspection.findings))
  const types = db.rows("SELECT name || ' ' || type || iif(pk, ' KEY', '') FROM pragma_table_info('t')").map(([text]) => text)
  const names = db.rows("SELECT name FROM pragma_table_info('t')").map(([name]) => `quote("${String(name)}")`)
  const values = db.rows(`SELECT ${names.join(', ')} FROM t`)
  inspected.close()
  return { types, values, findings: inspection.findings }
}

test.each([
  ['amount', '["10.00", "-0.05", 12.5, 7]', 'MONEY_INTEGER', ['1000', '-5', '1250', '700']],
  ['amount', '["10.00", "12.345"]', 'TEXT', ["'10.00'", "'12.345'"]],
  ['amount', '[10.25, 11]', 'REAL', ['10.25', '11.0']],
  ['rate', '["1.50"]', 'TEXT', ["'1.50'"]],
  ['n', '[9007199254740993, -9223372036854775808]', 'INTEGER', ['9007199254740993', '-9223372036854775808']],
  ['n', '[9223372036854775808]', 'TEXT', ["'9223372036854775808'"]],
  ['n', '[0.1, 1e3, null]', 'REAL', ['0.1', '1000.0', 'NULL']],
  ['n', '[0.1234567890123456789, 1]', 'TEXT', ["'0.1234567890123456789'", "'1'"]],
  ['n', '[1e400]', 'TEXT', ["'1e400'"]],
  ['is_open', '[0, 1, true, null]', 'BOOLEAN', ['0', '1', '1', 'NULL']],
  ['is_open', '[0, 2]', 'INTEGER', ['0', '2']],
  ['open', '[true, false]', 'BOOLEAN', ['1', '0']],
  ['open', '[true, "maybe", 3]', 'TEXT', ["'true'", "'maybe'", "'3'"]],
  ['day', '["2024-02-29", "0001-01-01"]', 'DATE', ["'2024-02-29'", "'0001-01-01'"]],
  ['day', '["2023-02-29"]', 'TEXT', ["'2023-02-29'"]],
  ['at', '["2024-02-29 23:59:59.123456", "2024-02-29T00:00Z"]', 'DATETIME', ["'2024-02-29 23:59:59.123456'", "'2024-02-29T00:00Z'"]],
  ['at', '["2024-02-29 24:00:00"]', 'TEXT', ["'2024-02-29 24:00:00'"]],
  ['note', '["=SUM(A1:A9)", "☕", ""]', 'TEXT', ["'=SUM(A1:A9)'", "'☕'", "''"]],
  ['note', '["two\\nlines"]', 'LONGTEXT', ["'two\nlines'"]],
])('%s %s is read as %s', async (name, values, type, stored) => {
  const list = (JSON.parse(values.replace(/-?[0-9][0-9.e]*(?=[,\]])/g, (number) => `{"raw":"${number}"}`)) as unknown[]).map((value) =>
    typeof value === 'object' && value !== null && 'raw' in value ? String(value.raw) : JSON.stringify(value))
  const { types, values: found } = await read(`[${list.map((value) => `{"${name}":${value}}`).join(',')}]`)
  expect(types).toEqual([`${name} ${type}`])
  expect(found.map(([text]) => text)).toEqual(stored)
})

test('whole ids are keys, references are told from the names and all their values', async () => {
  const { types, findings } = await read('[{"id":2,"user_id":1},{"id":1,"user_id":null}]', ',"users":[{"id":1}]')
  expect(types).toEqual(['id INTEGER KEY', 'user_id INTEGER'])
  expect(findings.map(({ detail }) => detail)).toContain('Whole numbers are read as references to other records: t.user_id.')
  const lost = await read('[{"id":2,"user_id":1},{"id":1,"user_id":7}]', ',"users":[{"id":1}]')
  expect(lost.findings).toContainEqual(expect.objectContaining({ code: 'not-carried', severity: 'warning', detail: expect.stringContaining('t.user_id') as unknown }))
})

test('records with different fields share one table, in the order in which fields were seen', async () => {
  const { types, values } = await read('[{"b":1},{"a":"x","b":2},{}]')
  expect(types).toEqual(['b INTEGER', 'a TEXT'])
  expect(values).toEqual([['1', 'NULL'], ['2', "'x'"], ['NULL', 'NULL']])
})
