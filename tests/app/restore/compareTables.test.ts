import { describe, expect, test } from 'vitest'
import { bookNameFromFile } from '../../../src/app/components/restore/bookNameFromFile'
import { compareTables, lossOf } from '../../../src/app/components/restore/compareTables'
import { manifestOf } from './assessments'

describe('tables on both sides', () => {
  const both = compareTables(
    {
      manifest: manifestOf({ tables: [{ name: 'Sales', records: 10, digest: 'a' }, { name: 'Prices', records: 3, digest: 'b' }, { name: 'Staff', records: 2, digest: 'c' }] }),
      tables: [
        { name: 'Sales', kind: 'table', records: 10 },
        { name: 'Stock', kind: 'table', records: 7 },
        { name: 'Prices', kind: 'table', records: 3 },
        { name: 'Staff', kind: 'table', records: 2 },
        { name: 'New', kind: 'table', records: 3 },
        { name: 'Totals', kind: 'view', records: null },
      ],
    },
    [
      { name: 'Stock', records: 5, digest: 'x' },
      { name: 'Sales', records: 14, digest: 'x' },
      { name: 'Prices', records: 3, digest: 'x' },
      { name: 'Staff', records: 2, digest: 'c' },
      { name: 'Debtors', records: 2, digest: 'x' },
    ],
  )

  test('keep the order of the file, then tell what only the book has', () => {
    expect(both.map(({ name, standing, difference }) => [name, standing, difference])).toEqual([
      ['Sales', 'differs', -4],
      ['Stock', 'differs', 2],
      ['Prices', 'changed', 0],
      ['Staff', 'same', 0],
      ['New', 'only-in-file', null],
      ['Totals', 'not-counted', null],
      ['Debtors', 'only-here', null],
    ])
  })

  test('tell what restoring takes away, without weighing it against what it adds', () => {
    expect(lossOf(both)).toEqual({ records: 6, tables: ['Debtors'] })
  })

  test('that are equal lose nothing', () => {
    const inFile = { manifest: null, tables: [{ name: 'Sales', kind: 'table' as const, records: 3 }] }
    expect(lossOf(compareTables(inFile, [{ name: 'Sales', records: 3, digest: 'x' }]))).toEqual({ records: 0, tables: [] })
  })
})

describe('the name of a book from its file', () => {
  test.each([
    ['gharmitra_backup_20260113_154951.db', 'Gharmitra'],
    ['manual_20250922_150000_inventory_update.db', 'Inventory update'],
    ['budget_backup_20240101_120000.json', 'Budget'],
    ['backup_20240101_120000.json.gz', 'Backup 20240101 120000'],
    ['shop.sqlite3', 'Shop'],
  ])('%s', (file, name) => expect(bookNameFromFile(file)).toBe(name))
})
