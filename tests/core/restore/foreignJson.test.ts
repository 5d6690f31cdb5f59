import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNestedText } from '../../../src/core/restore/foreign/nestedText'
import { createJsonEventReader } from '../../../src/core/restore/jsonEvents'
import { seed } from '../../support/seed'
import { readFile } from './foreignParts'

/** JSON as another program would write it, at random: spaces, escapes and all. */
function written(value: unknown, spaces: number): string {
  return JSON.stringify(value, null, spaces).replace(/[\u0080-\uffff]/g, (char) => (char.charCodeAt(0) % 2 ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`))
}

function nestedTextOf(json: string): string | null {
  const nested = createNestedText()
  let whole: string | null = null
  createJsonEventReader((event) => (whole ??= nested.take(event))).write(new Uint8Array(Buffer.from(json)))
  return whole
}

test('what is nested is written with every name, digit and order, on one line', () => {
  expect(nestedTextOf(' {"b":[1,2.50,-0,1e400,{"":null}],\n"a":{},"c":[],"d":true,"é":"\\u00e9\\n\\"" } ')).toBe(
    '{"b": [1, 2.50, -0, 1e400, {"": null}], "a": {}, "c": [], "d": true, "é": "é\\n\\""}')
})

test('whatever is nested reads back as it was', () => {
  const value = fc.oneof(fc.array(fc.jsonValue({ maxDepth: 4 })), fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })))
  fc.assert(fc.property(value, fc.constantFrom(0, 2), (nested, spaces) => {
    expect(JSON.parse(nestedTextOf(written(nested, spaces)) ?? '')).toEqual(JSON.parse(JSON.stringify(nested)))
  }), { seed, numRuns: 300 })
})

test('a field of lists and texts keeps both, and says so', async () => {
  const file = await readFile('{"t":[{"a":[1]},{"a":"x"},{"a":2.50},{"b":{"c":1}}]}')
  expect(file.inspection).toMatchObject({ verdict: 'foreign-json', format: 'json-tables' })
  expect(file.fields('t')).toEqual(['a LONGTEXT', 'b JSON_TEXT'])
  expect(file.records('t')).toEqual([["'[1]'", 'NULL'], ["'x'", 'NULL'], ["'2.50'", 'NULL'], ['NULL', `'{"c": 1}'`]])
  expect(file.findings.map(({ detail }) => detail).join('\n')).toContain('among other values: t.a')
})

test('what is no table is named with the reason, and the rest comes', async () => {
  const file = await readFile('{"version":3,"tags":["x"],"mixed":[{"a":1},null],"users":[{"id":1}],"settings":{"theme":"dark"}}')
  expect(file.inspection.tables).toEqual([{ name: 'users', kind: 'table', records: 1 }])
  const said = file.findings.filter(({ code }) => code === 'not-carried').map(({ severity, detail }) => `${severity}: ${detail}`)
  expect(said).toEqual([
    'warning: Lists that are no tables are not taken in: tags (holds values instead of records), mixed (holds values instead of records).',
    'warning: Members beside the data are not taken in: version, settings.',
  ])
})

test('references and keys are told in any document of tables', async () => {
  const file = await readFile('{"companies":[{"id":1},{"id":2}],"people":[{"id":7,"company_id":2}]}')
  expect(file.fields('people')).toEqual(['id INTEGER KEY', 'company_id INTEGER → companies'])
})

test('a table of records without any field is a table all the same', async () => {
  const file = await readFile('{"t":[{},{}],"u":[{"a":null}]}')
  expect(file.inspection.tables).toEqual([{ name: 't', kind: 'table', records: 2 }, { name: 'u', kind: 'table', records: 1 }])
})

test('an own backup whose mark went bad is damaged, never another program’s tables', async () => {
  const own = `{"format":"nightsafe-bacKup","formatVersion":1,\n"metadata":{"backupDate":"x"},\n"schema":[\n{"type":"table","name":"t","table":"t","sql":"${'x'.repeat(100_000)}"}],"data":{}}`
  expect((await readFile(own)).inspection).toMatchObject({ verdict: 'damaged', format: 'nightsafe-json' })
})
