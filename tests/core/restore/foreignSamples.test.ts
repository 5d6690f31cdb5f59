import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { unwatchedWork } from '../../../src/core/base/progress'
import { prepareContents } from '../../../src/core/restore/prepareContents'
import { AT } from '../backup/backupParts'
import { createInspectDeps, foreignSample, inspect, query } from './inspectParts'

const deps = await createInspectDeps()

async function adopt(name: string, change: { wake?: boolean; currency?: string } = {}, bytes = foreignSample(name)) {
  const inspected = await inspect(deps, bytes, name)
  const prepared = await prepareContents(deps, inspected, { live: null, name: 'Adopted', currency: 'EUR', wake: false, at: AT, ...change }, unwatchedWork)
  inspected.close()
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.failure))
  return { ...prepared.value, inspection: inspected.inspection }
}

test('the society accounts come with 1,500 transactions; their view and trigger sleep', async () => {
  const { identity, bytes, contentDigest, generation, inspection } = await adopt('gharmitra_backup_20260113_154951.db')
  expect(inspection.findings.map((finding) => finding.code)).toEqual(['wal-mode', 'views-asleep', 'triggers-asleep'])
  expect(identity).toMatchObject({ name: 'Adopted', currency: 'EUR', asleep: [{ type: 'view', name: 'trial_balance' }, { type: 'trigger', name: 'transactions_audit', table: 'transactions' }] })
  expect(identity.lineage).toEqual([{ branch: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown, from: 1, after: 0 }])
  expect({ contentDigest, generation }).toEqual({ contentDigest: inspection.contentDigest, generation: 0 })
  expect(query(deps, bytes, "SELECT (SELECT count(*) FROM transactions), (SELECT count(*) FROM audit_log), (SELECT count(*) FROM sqlite_schema WHERE type IN ('view', 'trigger'))")).toEqual([[1500, 1500, 0]])
  expect([...bytes.subarray(16, 20)]).toEqual([16, 0, 1, 1])
})

test('they run again when they are woken', async () => {
  const { identity, bytes } = await adopt('gharmitra_backup_20260113_154951.db', { wake: true })
  expect(identity.asleep).toEqual([])
  expect(query(deps, bytes, 'SELECT count(*) FROM trial_balance')).toEqual([[2]])
})

test('the business app comes with 800 items and its sync columns as they were', async () => {
  const name = 'manual_20250922_150000_inventory_update.db'
  const { bytes } = await adopt(name)
  const sql = 'SELECT * FROM inventory_items ORDER BY id'
  expect(query(deps, bytes, sql)).toEqual(query(deps, foreignSample(name), sql))
  expect(query(deps, bytes, 'SELECT count(*), sum(remote_id IS NOT NULL), sum(synced_to_remote) FROM inventory_items')).toEqual([[800, 400, 400]])
  expect(query(deps, bytes, 'SELECT DISTINCT password FROM user')).toEqual([['$2b$12$not.a.real.hash']])
})

test('the budget manager is converted exactly, packed or not', async () => {
  const name = 'budget_backup_20240101_120000.json'
  const original = JSON.parse(Buffer.from(foreignSample(name)).toString('utf8')) as { data: { expenses: Record<string, string | number>[] } }
  for (const file of [foreignSample(name), new Uint8Array(gzipSync(foreignSample(name)))]) {
    const { bytes, inspection } = await adopt(name, {}, file)
    expect(inspection.verdict).toBe('foreign-json')
    const records = query(deps, bytes, 'SELECT id, user_id, amount, description, category, expense_date, created_at FROM expenses ORDER BY id')
    expect(records).toEqual(original.data.expenses.map((e) => [e.id, e.user_id, Number(String(e.amount).replace('.', '')), e.description, e.category, e.expense_date, e.created_at]))
    const types = query(deps, bytes, "SELECT group_concat(name || ' ' || type, ', ') FROM pragma_table_info('expenses')")
    expect(types).toEqual([['id INTEGER, user_id INTEGER, amount MONEY_INTEGER, description TEXT, category TEXT, expense_date DATE, created_at DATETIME']])
    expect(query(deps, bytes, 'SELECT "table", "from", "to" FROM pragma_foreign_key_list(\'expenses\')')).toEqual([['users', 'user_id', 'id']])
    expect(query(deps, bytes, 'SELECT sum(is_active), max(last_login IS NULL) FROM users')).toEqual([[6, 1]])
  }
})

test('amounts are scaled to the currency of the book, or refused where they do not fit', async () => {
  const name = 'budget_backup_20240101_120000.json'
  const { bytes } = await adopt(name, { currency: 'KWD' })
  expect(query(deps, bytes, 'SELECT DISTINCT target_amount FROM savings_goals')).toEqual([[500_000]])
  const inspected = await inspect(deps, foreignSample(name))
  const prepared = await prepareContents(deps, inspected, { live: null, name: 'x', currency: 'JPY', wake: false, at: AT }, unwatchedWork)
  expect(prepared).toMatchObject({ ok: false, failure: { type: 'ValueDoesNotFit', kind: 'money' } })
})

test('the podcast archive is opened, and the database in it taken', async () => {
  const podcasts = await inspect(deps, foreignSample('backup_2025-05-14_03-00-00_UTC_local_rows-420.tar.gz'))
  expect(podcasts.inspection).toMatchObject({ verdict: 'foreign-sqlite', format: 'sqlite', wrappers: ['gzip', 'tar'], choices: [] })
  expect(podcasts.inspection.tables.reduce((sum, { records }) => sum + (records ?? 0), 0)).toBe(420)
  expect(podcasts.inspection.findings).toContainEqual({ code: 'not-carried', severity: 'info', detail: 'The archive also holds ./config/config.yaml.' })
  podcasts.close()
})
