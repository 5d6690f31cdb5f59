import { describe, expect, test } from 'vitest'
import { carryGroups } from '../../../src/app/components/restore/carryGroups'
import { compareTables } from '../../../src/app/components/restore/compareTables'
import { lossLines } from '../../../src/app/components/restore/lossLines'
import { pairFiles } from '../../../src/app/components/restore/pairFiles'
import { sameCopy } from '../../../src/app/components/restore/sameCopy'
import { csvFileName, plainFileName } from '../../../src/app/components/restore/savedFileName'

const files = (...names: string[]) => names.map((name) => new File(['x'], name))
function paired(...names: string[]) {
  const together = pairFiles(files(...names))
  if (!together) return null
  return 'given' in together ? [together.given.file.name, together.given.wal?.name ?? null] : together.several
}

describe('files given at once', () => {
  test.each<[string[], unknown]>([
    [[], null],
    [['shop.db'], ['shop.db', null]],
    [['shop.db', 'shop.db-wal'], ['shop.db', 'shop.db-wal']],
    [['shop.db-shm', 'shop.db-wal', 'shop.db'], ['shop.db', 'shop.db-wal']],
    [['shop.db', 'shop.db-shm'], ['shop.db', null]],
    // alone they are files like any other: the verdict says what they are
    [['shop.db-wal'], ['shop.db-wal', null]],
    [['shop.db-shm'], ['shop.db-shm', null]],
    [['shop.db', 'other.db'], ['shop.db', 'other.db']],
    [['shop.db', 'other.db-wal'], ['shop.db', 'other.db-wal']],
    [['shop.db', 'shop.db-wal', 'other.db-wal'], ['shop.db', 'shop.db-wal', 'other.db-wal']],
    [['a.db-wal', 'b.db-wal'], ['a.db-wal', 'b.db-wal']],
  ])('%j', (names, expected) => expect(paired(...names)).toEqual(expected))
})

test('the same copy is opened once, another one anew', () => {
  const [file] = files('a.db')
  if (!file) throw new Error('no file')
  const given = { file, passphrase: null, entry: null, wal: null }
  const copy = { kind: 'file', given, intoTable: null } as const
  expect(sameCopy(copy, { kind: 'file', given: file, intoTable: null })).toBe(true)
  expect(sameCopy(copy, { ...copy, given: { ...given, entry: 'b.db' } })).toBe(false)
  expect(sameCopy(copy, { ...copy, intoTable: 'Sales' })).toBe(false)
  expect(sameCopy(copy, { kind: 'restore-point', bookId: 'b', id: '1' })).toBe(false)
  expect(sameCopy({ kind: 'restore-point', bookId: 'b', id: '1' }, { kind: 'restore-point', bookId: 'b', id: '1' })).toBe(true)
  expect(sameCopy({ kind: 'restore-point', bookId: 'b', id: '1' }, { kind: 'safety-copy', bookId: 'b', id: '1' })).toBe(false)
})

test('names of files that are written suit every file system', () => {
  expect(plainFileName('Corner shop', 'db')).toBe('Corner_shop.db')
  expect(plainFileName('../Läden: 2026/11.json.gz', 'db')).toBe('Läden_2026_11.db')
  expect(plainFileName('***', 'db')).toBe('copy.db')
  expect(csvFileName('Corner shop', 'Sales / till')).toBe('Corner_shop_Sales_till.csv')
})

test('what goes is told table by table, what only comes is not', () => {
  const table = (name: string, records: number) => ({ name, kind: 'table' as const, records })
  const here = (name: string, records: number) => ({ name, records, digest: 'x' })
  const tables = compareTables({ manifest: null, tables: [table('Fewer', 3), table('More', 9), table('New', 1), table('Same', 2)] }, [here('Fewer', 5), here('More', 8), here('Same', 2), here('Gone', 4)])
  expect(lossLines(tables)).toEqual([
    { table: 'Fewer', what: 'fewer', records: 2 },
    { table: 'More', what: 'changed', records: 0 },
    { table: 'Gone', what: 'gone', records: 4 },
  ])
})

test('what a foreign file brings is told by what becomes of it', () => {
  const groups = carryGroups([
    { code: 'converted', severity: 'info', detail: 'Dates: bills.due.' },
    { code: 'not-carried', severity: 'warning', detail: 'Colours.' },
    { code: 'reserved-name', severity: 'warning', detail: 'sqlite_x.' },
    { code: 'wal-applied', severity: 'info', detail: '' },
  ])
  expect(groups.converted).toEqual(['Dates: bills.due.'])
  expect(groups.notCarried).toEqual(['Colours.', 'sqlite_x.'])
  expect(groups.noticed.map(({ code }) => code)).toEqual(['wal-applied'])
})
