import { describe, expect, test } from 'vitest'
import { readReferenceNames } from '../../../src/app/components/grid/readReferenceNames'
import { planRangeWrite, type RangeTarget } from '../../../src/app/components/grid/planRangeWrite'
import { fromSpreadsheet } from '../../../src/app/components/grid/spreadsheetText'
import { tileCells, withoutHeadings } from '../../../src/app/components/grid/pastedCells'
import { readTsv } from '../../../src/app/components/grid/tsv'
import type { FieldContext } from '../../../src/app/fields/fieldType'
import { ok } from '../../../src/core/base/result'
import type { FieldDescription, RecordRow, TableDescription } from '../../../src/core/book/bookDescription'

const context: FieldContext = {
  locale: 'en-GB', currency: 'EUR', words: { yes: 'Yes', no: 'No', file: () => 'File', unreadable: () => '?' },
}

const field = (name: string, more: Partial<FieldDescription> = {}): FieldDescription => ({
  name, kind: 'text', declaredType: 'TEXT', required: false, key: false, automatic: false, generated: false, unique: false, choices: [], refersTo: null, secret: false, ...more,
})

const fields = [
  field('id', { kind: 'whole-number', declaredType: 'INTEGER', key: true, automatic: true, required: true }),
  field('day', { kind: 'date', required: true }),
  field('what'),
  field('amount', { kind: 'money' }),
  field('paid', { kind: 'yes-no' }),
  field('who', { kind: 'reference', declaredType: 'INTEGER', refersTo: { table: 'people', field: 'id' } }),
]
const existing: RecordRow[] = [{ key: [1], cells: [1, '2026-11-01', 'Bread', 420, 0, null] }, { key: [2], cells: [2, '2026-11-02', 'Milk', 150, 1, null] }]
const people: TableDescription = {
  name: 'people', kind: 'table', fields: [field('id', { kind: 'whole-number', declaredType: 'INTEGER', key: true }), field('name')], records: 3, readOnly: null, triggers: [], sql: '',
}
const rows: RecordRow[] = [{ key: [1], cells: [1, 'Ann'] }, { key: [2], cells: [2, 'Bo'] }, { key: [3], cells: [3, 'bo'] }]

async function target(from: number, more: Partial<RangeTarget> = {}): Promise<RangeTarget> {
  const who = fields[5] ?? field('who')
  const names = await readReferenceNames(who, people, ['Ann', 'bo', 'BO', '2', 'Cy'], context, async () => ok({ rows, total: 3 }))
  if (!names.ok) throw new Error(names.failure.type)
  return {
    shown: fields.map((one, index) => ({ field: one, index })).slice(from), fields, existing, context, now: '2026-11-21T18:04', references: new Map([['who', names.value]]), ...more,
  }
}

const paste = async (text: string, from: number, more: Partial<RangeTarget> = {}) =>
  planRangeWrite(readTsv(text).map((row) => row.map((cell) => ({ text: cell }))), await target(from, more), async () => {})

describe('planning a paste', () => {
  test('records that are there are changed where they differ, rows beyond the last become additions', async () => {
    const plan = await paste('01/11/2026\tBread\t4,20\n2026-11-03\tEggs\t3.10\n4 Nov 2026\tTea\t€ 2', 1, { context: { ...context } })
    expect(plan.problems).toMatchObject([{ row: 0, field: 'amount', problem: { code: 'notANumber' } }])
    const good = await paste('01/11/2026\tBread\t4.20\n2026-11-03\tEggs\t3.10\n4 Nov 2026\tTea\t€ 2', 1)
    expect(good).toMatchObject({
      problems: [],
      changes: [{ key: [2], values: { day: '2026-11-03', what: 'Eggs', amount: 310 } }],
      additions: [{ day: '2026-11-04', what: 'Tea', amount: 200 }],
      rowOfPlace: [1, 2],
    })
  })

  test('what a new record begins with comes with it, told from the clock on the wall', async () => {
    const stamped = fields.map((one) => (one.name === 'day' ? { ...one, automatic: true, initialSql: "date('now', 'localtime')" } : one))
    const plan = await paste('Tea\t2.00', 2, { fields: stamped, existing: [] })
    expect(plan).toMatchObject({ problems: [], additions: [{ day: '2026-11-21', what: 'Tea', amount: 200 }] })
  })

  test('what nobody can type into is passed over and named; what has no field left is refused', async () => {
    const plan = await paste('7\t2026-11-09\tNew', 0, { existing: [] })
    expect(plan).toMatchObject({ passedOver: ['id'], additions: [{ day: '2026-11-09', what: 'New' }], problems: [] })
    expect((await paste('Ann\tx', 5)).problems).toEqual([{ row: 0, column: 1, field: '', text: 'x', problem: { code: 'outside' } }])
  })

  test('a needed field that is not among what was pasted is named for each new record', async () => {
    expect((await paste('Tea\nCoffee', 2, { existing: [] })).problems).toMatchObject([{ row: 0, field: 'day', problem: { code: 'required' } }, { row: 1, field: 'day' }])
  })

  test('references are taken by what they are called, else by their key', async () => {
    const who = async (text: string) => {
      const plan = await paste(text, 5)
      return plan.problems[0]?.problem.code ?? plan.changes[0]?.values['who']
    }
    expect([await who('ann'), await who('bo'), await who('2'), await who('BO'), await who('Cy')]).toEqual([1, 3, 2, 'severalRecords', 'noSuchRecord'])
  })

  test('cells that were copied here come back as they are, whatever they look like', async () => {
    const what = fields[2] ?? field('what')
    const plan = await planRangeWrite([[{ text: '', exact: { cell: '', field: what } }], [{ text: 'x', exact: { cell: { i: '9007199254740993' }, field: what } }]], await target(2), async () => {})
    expect(plan.changes).toEqual([{ key: [1], values: { what: '' } }, { key: [2], values: { what: { i: '9007199254740993' } } }])
  })
})

test('spreadsheets write yes, days and moments their own way', () => {
  const kind = (text: string, wanted: FieldDescription['kind']) => fromSpreadsheet(text, field('f', { kind: wanted }), 'en-GB')
  expect([kind('TRUE', 'yes-no'), kind('false', 'yes-no'), kind('TRUE', 'text')]).toEqual(['1', '0', 'TRUE'])
  expect([kind('2026-11-21 00:00:00', 'date'), kind('21/11/2026 0:00', 'date'), kind('21/11/2026 18:00', 'date')]).toEqual(['2026-11-21', '21/11/2026', '21/11/2026 18:00'])
  expect([kind('21/11/2026', 'date-time'), kind('x', 'date-time')]).toEqual(['2026-11-21T00:00:00', 'x'])
})

test('one value fills a larger rectangle, and headings are left out', () => {
  const cells = (text: string) => readTsv(text).map((row) => row.map((cell) => ({ text: cell })))
  expect(tileCells(cells('a'), { rows: 2, columns: 2 })).toEqual(cells('a\ta\na\ta'))
  expect(tileCells(cells('a\tb'), { rows: 1, columns: 3 })).toEqual(cells('a\tb'))
  expect(withoutHeadings(cells('What\tAMOUNT\nTea\t2'), fields.slice(2))).toEqual(cells('Tea\t2'))
  expect(withoutHeadings(cells('What'), fields.slice(2))).toEqual(cells('What'))
})
