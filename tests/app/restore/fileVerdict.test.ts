import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import FileVerdict from '../../../src/app/components/restore/FileVerdict.vue'
import type { FindingCode } from '../../../src/core/restore/inspection'
import type { Assessment } from '../../../src/worker/client/nightsafeClient'
import { mountInApp } from '../../support/mountInApp'
import { apart, inspectionOf, manifestOf, sameBook } from './assessments'
import { fakeClient } from './fakeClient'

enableAutoUnmount(afterEach)

const client = fakeClient()

const BESIDE_A_BOOK = { emptyDevice: false, knownElsewhere: false }

async function show(assessment: Assessment, surroundings = BESIDE_A_BOOK) {
  const { wrapper } = await mountInApp(FileVerdict, client, { props: { assessment, surroundings }, slots: { default: '<template #default="{ way }"><i class="way">{{ way }}</i></template>' } })
  const region = wrapper.get('section[aria-label="What this file is"]')
  return { region, heading: region.get('h2').text(), text: region.text(), way: region.get('.way').text() }
}

const finding = (code: FindingCode, detail = '') => ({ code, severity: 'error' as const, detail })

describe('the sentence that says what a file is', () => {
  test.each<[string, Assessment, string, string]>([
    ['identical', sameBook({ kind: 'same' }), 'A backup of this book, exactly as it is now', 'restore-over'],
    ['older by one', sameBook({ kind: 'older', changes: 1 }), 'A backup of this book, older by 1 change', 'restore-over'],
    ['older', sameBook({ kind: 'older', changes: 37 }), 'A backup of this book, older by 37 changes', 'restore-over'],
    ['newer', sameBook({ kind: 'newer', changes: 3 }), 'A backup of this book, newer by 3 changes', 'restore-over'],
    ['forked', sameBook({ kind: 'forked', generation: 30 }), 'A backup of this book that went its own way after change 30', 'restore-over'],
    ['nothing in common', sameBook({ kind: 'forked', generation: 0 }), 'A backup of this book that has no change in common with it', 'restore-over'],
    ['another book', apart('another-book'), 'A backup of another book, “Corner shop”', 'new-book'],
    ['foreign SQLite', apart('foreign-sqlite'), 'A SQLite database that another program made', 'new-book'],
    ['foreign JSON', apart('foreign-json'), 'Records of another program, in JSON', 'new-book'],
    ['the budget manager', apart('foreign-json', { format: 'budget-manager-json' }), 'A backup of the budget manager', 'new-book'],
    ['the freight desk', apart('foreign-json', { format: 'ff2api-json' }), 'A backup of the freight desk (FF2API)', 'new-book'],
    ['other JSON', apart('foreign-json', { format: 'json-tables' }), 'Tables of another program, in JSON', 'new-book'],
    ['SQL', apart('foreign-sqlite', { format: 'sql-dump' }), 'A SQLite database, written out as SQL', 'new-book'],
    ['CSV', apart('foreign-tables', { format: 'csv' }), 'A table in CSV', 'new-book'],
    ['Excel', apart('foreign-tables', { format: 'xlsx' }), 'An Excel workbook', 'new-book'],
    ['archive', apart('needs-choice', { findings: [finding('needs-choice')] }), 'An archive that holds several databases', 'choose'],
    ['damaged', apart('damaged', { findings: [finding('truncated')] }), 'A damaged file', 'refused'],
    ['damaged own', apart('damaged', { manifest: manifestOf(), findings: [finding('seal-mismatch')] }), 'A damaged backup of “Corner shop”', 'refused'],
    ['locked', apart('needs-passphrase', { findings: [finding('needs-passphrase')] }), 'A file locked with a passphrase', 'unlock'],
    ['locked at great cost', apart('needs-passphrase', { findings: [finding('passphrase-too-costly')] }), 'A locked file that takes too long to open here', 'refused'],
    ['locked with a key', apart('needs-passphrase', { findings: [finding('not-for-a-passphrase')] }), 'A file locked with a key file, not with a passphrase', 'refused'],
    ['newer app', apart('newer-app', { findings: [finding('newer-format')] }), 'A backup that a newer version of Nightsafe made', 'look'],
    ['not a backup', apart('not-a-backup', { tables: [], hint: 'picture', findings: [finding('not-a-backup')] }), 'Not a backup', 'refused'],
  ])('%s', async (_name, assessment, sentence, way) => {
    const shown = await show(assessment)
    expect(shown.heading).toBe(sentence)
    expect(shown.way).toBe(way)
  })

  test('the own backup on an empty device comes back as itself', async () => {
    const shown = await show(apart('another-book'), { emptyDevice: true, knownElsewhere: false })
    expect(shown.heading).toBe('A backup of “Corner shop”')
    expect(shown.way).toBe('fresh')
    expect(shown.text).toContain('under its own name')
  })

  test('a backup of another book that is also here says so', async () => {
    const shown = await show(apart('another-book'), { emptyDevice: false, knownElsewhere: true })
    expect(shown.heading).toBe('A backup of “Corner shop”, which is also on this device')
  })
})

describe('what would change', () => {
  test('stands on both sides, with the difference and what is lost', async () => {
    const { region, text } = await show(sameBook({ kind: 'older', changes: 37 }))
    const rows = region.findAll('tbody tr').map((row) => row.findAll('th, td').map((cell) => cell.text()))
    expect(rows).toEqual([
      ['Sales', '1,204', '1,231', '−27'],
      ['Stock', '812', '812', 'some changed'],
      ['Debtors', 'none', '4', 'only on this device'],
    ])
    expect(text).toContain('Restoring takes the book back by 37 changes. Afterwards there are 31 records fewer. These tables go: Debtors.')
    expect(text).toContain('A safety copy of the book as it is now is kept; you can undo.')
  })

  test('counts the changes of this device that a forked file lacks', async () => {
    const { text } = await show(sameBook({ kind: 'forked', generation: 30 }))
    expect(text).toContain('Restoring replaces 47 changes made on this device that the file does not have.')
  })

  test('is nothing for an identical or newer file', async () => {
    const equal = [{ name: 'Sales', records: 1204, digest: '4'.repeat(64) }, { name: 'Stock', records: 812, digest: '5'.repeat(64) }]
    expect((await show(sameBook({ kind: 'same' }, equal))).text).toContain('Restoring changes nothing')
    expect((await show(sameBook({ kind: 'newer', changes: 2 }, equal))).text).toContain('Nothing on this device is lost.')
  })

  test('is only what is in the file where it is no backup of the open book; views are not run', async () => {
    const { region, text } = await show(
      apart('foreign-sqlite', {
        tables: [{ name: 'transactions', kind: 'table', records: 1500 }, { name: 'balances', kind: 'view', records: null }],
        views: [{ type: 'view', name: 'balances', table: 'balances', sql: '' }],
        triggers: [{ type: 'trigger', name: 'log_change', table: 'transactions', sql: '' }],
      }),
    )
    expect(region.findAll('thead th').map((cell) => cell.text())).toEqual(['Table', 'in the file'])
    expect(text).toContain('1,500')
    expect(text).toContain('not run')
    for (const word of ['log_change', 'trigger on transactions']) expect(text).toContain(word)
    expect(text).toContain('do not run until you wake them')
  })
})

test('what becomes of a foreign file is told: exact, converted, not carried', async () => {
  const findings = [
    { code: 'converted', severity: 'info', detail: 'Text is read as dates: bills.due.' } as const,
    { code: 'not-carried', severity: 'warning', detail: 'Nested values are kept as JSON text: loads.stops.' } as const,
    { code: 'wal-applied', severity: 'info', detail: '3 commits.' } as const,
  ]
  const { region } = await show(apart('foreign-json', { format: 'ff2api-json', findings }))
  const groups = region.findAll('.carried dl > div').map((group) => [group.get('dt').text(), ...group.findAll('dd').map((line) => line.text())])
  expect(groups).toEqual([
    ['Exactly', '2 tables with 2,016 records, but for what is named below'],
    ['Converted', 'Text is read as dates: bills.due.'],
    ['Not carried', 'Nested values are kept as JSON text: loads.stops.'],
  ])
  expect(region.findAll('.findings strong').map((title) => title.text())).toEqual(['The newest changes were in the -wal file, and are in'])
})

describe('what the file says of itself', () => {
  test('is its kind, time, maker and note', async () => {
    const { text } = await show(sameBook({ kind: 'same' }))
    for (const word of ['end of day', 'Amara', 'Till', 'Float is 200', 'corner-shop_backup_20261120_180409.db']) expect(text).toContain(word)
  })

  test('includes the fields left out, and what becomes of them', async () => {
    const manifest = manifestOf({ fieldsLeftOut: [{ table: 'members', field: 'password' }] })
    const over = sameBook({ kind: 'same' })
    expect((await show({ ...over, inspection: inspectionOf({ manifest }) })).text).toContain('members.password The book keeps its own values')
    expect((await show(apart('another-book', { manifest }), { emptyDevice: true, knownElsewhere: false })).text).toContain('These fields come back empty.')
  })
})

describe('a refused file', () => {
  test('has its reason, a next step, and the word that nothing was changed', async () => {
    const { text } = await show(apart('damaged', { findings: [finding('truncated', 'The header counts 20 pages, the file holds 12.')] }))
    expect(text).toContain('The end of the file is missing')
    expect(text).toContain('The header counts 20 pages, the file holds 12.')
    expect(text).toContain('choose an older backup')
    expect(text).toContain('Nothing was changed.')
  })

  test('that was locked with a key says what to do with it', async () => {
    const { text } = await show(apart('needs-passphrase', { tables: [], findings: [finding('not-for-a-passphrase')] }))
    expect(text).toContain('Unlock it with the age program and the key file')
  })

  test('says what it seems to be instead', async () => {
    const { text } = await show(apart('not-a-backup', { tables: [], hint: 'wal-file', findings: [finding('not-a-backup')] }))
    expect(text).toContain('-wal file that belongs to a SQLite database')
  })

  test('shows the graver findings first', async () => {
    const findings = [{ code: 'wal-mode', severity: 'warning', detail: '' } as const, finding('corrupt')]
    const { region } = await show(apart('damaged', { findings }))
    expect(region.findAll('li strong').map((title) => title.text())).toEqual(['The database is damaged', 'The newest changes may be missing'])
  })
})
