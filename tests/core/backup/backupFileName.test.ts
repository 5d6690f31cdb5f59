import { expect, test } from 'vitest'
import { backupFileName, safeFileName } from '../../../src/core/backup/backupFileName'
import { AT } from './backupParts'

const parts = { bookName: 'Household budget', kind: 'end-of-day', note: '', at: AT, form: 'db', gzip: false, encrypted: false } as const

test('names say the book, the kind and the local time', () => {
  expect(backupFileName(parts)).toBe('Household_budget_backup_20261121_180409.db')
  expect(backupFileName({ ...parts, kind: 'scheduled', form: 'json', gzip: true })).toBe('Household_budget_backup_20261121_180409.json.gz')
  expect(backupFileName({ ...parts, encrypted: true })).toBe('Household_budget_backup_20261121_180409.db.age')
  expect(backupFileName({ ...parts, form: 'json', gzip: true, encrypted: true })).toBe('Household_budget_backup_20261121_180409.json.gz.age')
  expect(backupFileName({ ...parts, kind: 'emergency' })).toBe('Household_budget_emergency_backup_20261121_180409.db')
  expect(backupFileName({ ...parts, kind: 'manual', note: 'before the trip' })).toBe('Household_budget_manual_20261121_180409_before_the_trip.db')
  expect(backupFileName({ ...parts, kind: 'manual', note: ' / ' })).toBe('Household_budget_manual_20261121_180409.db')
  expect(backupFileName({ ...parts, kind: 'archive', note: '2026' })).toBe('Household_budget_archive_20261121_180409_2026.db')
})

test.each([
  ['../../x', 'x'], ['..\\..\\x', 'x'], ['CON', '_CON'], ['nul.db', '_nul.db'], ['com1', '_com1'], ['console', 'console'], ['a\u202Egnp.exe', 'agnp.exe'],
  ['a\u0000b', 'ab'], ['tab\tline\n', 'tab_line'], ['Größe & Maß', 'Größe_Maß'], ['家計簿', '家計簿'], ['हिन्दी किताब', 'हिन्दी_किताब'], ['.hidden.', 'hidden'], ['a:b*c?"<>|', 'a_b_c'],
  ['', ''], ['😀', ''], ['e\u0301te\u0301', 'été'], ['\ud800x', 'x'],
])('%j becomes %j', (text, name) => expect(safeFileName(text)).toBe(name))

test('the name of a locked file tells nothing of its note', () => {
  expect(backupFileName({ ...parts, kind: 'manual', note: 'Ada owes 300', encrypted: true })).toMatch(/_manual_20261121_180409\.db\.age$/)
})

test('a name is never longer than 100, whatever goes in', () => {
  for (const long of ['x'.repeat(300), '家'.repeat(300), 'é'.repeat(300), 'हि'.repeat(300)]) {
    expect(safeFileName(long).length).toBeLessThanOrEqual(100)
    const name = backupFileName({ ...parts, bookName: long, kind: 'manual', note: long, form: 'json', gzip: true, encrypted: false })
    expect(name.length).toBeLessThanOrEqual(100)
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255)
    expect(name).toMatch(/_manual_20261121_180409_.+\.json\.gz$/)
  }
  expect(backupFileName({ ...parts, bookName: '///' })).toBe('book_backup_20261121_180409.db')
})
