import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryFileSource } from '../../../src/core/base/fileSource'
import { unwatchedWork } from '../../../src/core/base/progress'
import { inspectFile } from '../../../src/core/restore/inspectFile'
import { seed } from '../../support/seed'
import { deps, readFile } from './foreignParts'

test.each([
  ['n', ['1', '-20', '9223372036854775807'], 'INTEGER', ['1', '-20', '9223372036854775807']],
  ['n', ['007', '1'], 'TEXT', ["'007'", "'1'"]],
  ['n', ['-0', '1'], 'TEXT', ["'-0'", "'1'"]],
  ['n', ['+1', '2'], 'TEXT', ["'+1'", "'2'"]],
  ['n', ['9223372036854775808', '1'], 'TEXT', ["'9223372036854775808'", "'1'"]],
  ['n', ['1.5', '2', '-0.25'], 'REAL', ['1.5', '2.0', '-0.25']],
  ['n', ['1.0', '2.5'], 'REAL', ['1.0', '2.5']],
  ['version', ['1.10', '1.9'], 'TEXT', ["'1.10'", "'1.9'"]],
  ['n', ['1', '1.0'], 'TEXT', ["'1'", "'1.0'"]],
  ['price', ['12.50', '3'], 'MONEY_INTEGER', ['1250', '300']],
  ['price', ['12,50', '3,00'], 'TEXT', ["'12,50'", "'3,00'"]],
  ['day', ['2024-02-29', '2023-01-01'], 'DATE', ["'2024-02-29'", "'2023-01-01'"]],
  ['day', ['2023-02-29', '2023-01-01'], 'TEXT', ["'2023-02-29'", "'2023-01-01'"]],
  ['at', ['2024-02-29T10:00:00Z', '2024-01-01 10:00'], 'DATETIME', ["'2024-02-29T10:00:00Z'", "'2024-01-01 10:00'"]],
  ['open', ['yes', 'no', 'yes'], 'BOOLEAN', ['1', '0', '1']],
  ['open', ['TRUE', 'FALSE'], 'BOOLEAN', ['1', '0']],
  ['open', ['true', 'no'], 'TEXT', ["'true'", "'no'"]],
  ['is_open', ['0', '1'], 'BOOLEAN', ['0', '1']],
  ['note', ['=1+1', '@x'], 'TEXT', ["'=1+1'", "'@x'"]],
  ['note', ['', 'x'], 'TEXT', ["''", "'x'"]],
  ['n', ['', '5'], 'INTEGER', ['NULL', '5']],
])('%s of %j is read as %s', async (name, cells, type, stored) => {
  const file = await readFile(`key;${name}\n${cells.map((cell, i) => `k${i};"${cell}"`).join('\n')}\n`, 'list.csv')
  expect(file.inspection).toMatchObject({ verdict: 'foreign-tables', format: 'csv' })
  expect(file.fields('list')).toEqual(['key TEXT', `${name} ${type}`])
  expect(file.records('list').map(([, value]) => value)).toEqual(stored)
})

test.each([';', ',', '\t', '|'])('a first line that names the delimiter %j is no row', async (delimiter) => {
  for (const newline of ['\n', '\r\n']) {
    const rows = [['a', 'b', 'c'], ['1', '2', 'x'], ['3', '4', 'y']].map((row) => row.join(delimiter))
    const file = await readFile([`sep=${delimiter}`, ...rows, ''].join(newline), 'list.csv')
    expect(file.fields('list')).toEqual(['a INTEGER', 'b INTEGER', 'c TEXT'])
    expect(file.records('list')).toEqual([['1', '2', "'x'"], ['3', '4', "'y'"]])
  }
})

test('rows that are not as wide as the first keep all their cells, and are named', async () => {
  const file = await readFile(`a,b,c\n${'1,2,3\n'.repeat(30)}4,5\n6,7,8,9\n`, 'list.csv')
  expect(file.fields('list')).toEqual(['a INTEGER', 'b INTEGER', 'c INTEGER', 'column_4 INTEGER'])
  expect(file.records('list').slice(-2)).toEqual([['4', '5', 'NULL', 'NULL'], ['6', '7', '8', '9']])
  expect(file.findings.find(({ code }) => code === 'not-carried')?.detail).toContain('32, 33')
})

test('a file without a row of names keeps its first row', async () => {
  const file = await readFile('Amara,12\nBjörn,15\n12,x\n', 'list.csv')
  expect(file.records('list')).toHaveLength(3)
  expect(file.fields('list')).toEqual(['column_1 TEXT', 'column_2 TEXT'])
})

test('ids are keys, and the table has the name of the file', async () => {
  const file = await readFile('id,name\n2,b\n1,a\n', 'C:\\Users\\x\\My Members.2024.csv.gz')
  expect(file.fields('My Members.2024')).toEqual(['id INTEGER KEY', 'name TEXT'])
})

/** What the cell was, from what SQLite holds and what the field is; null where both would do. */
function writtenBack(value: unknown, type: string): (cell: string) => boolean {
  if (value === null) return (cell) => cell === ''
  if (type === 'MONEY_INTEGER') return (cell) => Number(cell) * 100 === Number(value)
  if (type === 'BOOLEAN') return (cell) => /^(1|yes|true)$/i.test(cell) === (value === 1)
  if (type === 'REAL') return (cell) => cell === String(value) || cell === `${String(value)}.0`
  return (cell) => cell === String(value)
}

const CELL = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replace(/[\0-\x08\x0b-\x1f\ufeff\p{Surrogate}]/gu, '?')),
  fc.constantFrom('', ' ', '"', '""', 'a,b', 'x;y', '\r\n', '\n', '\t', '|', '=cmd|x', '007', '1e3', 'yes', 'no', '2024-01-01', '1.50', '-0', 'é☕😀'),
  fc.integer().map(String), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
)

test('whatever the cells hold, each can be told from what was read', async () => {
  const table = fc.record({
    rows: fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(CELL, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 12 })),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    newline: fc.constantFrom('\n', '\r\n'),
    piece: fc.integer({ min: 1, max: 50 }),
  })
  await fc.assert(fc.asyncProperty(table, async ({ rows, delimiter, newline, piece }) => {
    const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`
    const width = rows[0]!.length
    const header = ['first', ...Array.from({ length: width }, (_, i) => `field ${i}`)]
    const text = [header, ...rows.map((row, i) => [`key ${i}`, ...row])].map((row) => row.map(quote).join(delimiter)).join(newline) + newline
    const whole = memoryFileSource('list.csv', new Uint8Array(Buffer.from(text, 'utf8')))
    // the source gives less than it was asked for, so that cuts fall anywhere
    let begun = false
    const source = { ...whole, read: (from: number, to: number) => (begun ? whole.read(from, Math.min(to, from + piece)) : ((begun = true), whole.read(from, to))) }
    const { inspection, db } = await inspectFile(deps, source, unwatchedWork)
    expect(inspection.verdict, text).toBe('foreign-tables')
    const types = db!.rows("SELECT type FROM pragma_table_info('list')").map(([type]) => String(type))
    const read = db!.rows('SELECT * FROM list')
    db!.close()
    expect(read.length).toBe(rows.length)
    for (const [r, row] of rows.entries()) {
      for (const [c, cell] of row.entries()) {
        if (types[c + 1] === 'INTEGER' && cell !== '' && !Number.isSafeInteger(Number(cell))) continue
        expect(writtenBack(read[r]?.[c + 1], types[c + 1] ?? '')(cell), JSON.stringify([cell, read[r]?.[c + 1], types[c + 1]])).toBe(true)
      }
    }
  }), { seed, numRuns: 150 })
}, 60_000)
