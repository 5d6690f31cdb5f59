import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { listFolder, pruneFolder } from '../../src/cli/folderCommands'
import { withInspectedFile } from '../../src/cli/inspectTask'
import { backupOf, createDeps } from '../core/backup/backupParts'
import { BOOK_SQL } from '../support/corpus'

const folder = mkdtempSync(join(tmpdir(), 'nightsafe-locked-'))
afterAll(() => rmSync(folder, { recursive: true }))
const deps = await createDeps()
const agoAt = (days: number) => ({ utc: Date.now() - days * 86_400_000, offsetMinutes: 0, zone: 'UTC' })
const inspectWith = (passphrase: string | null) => (path: string) => withInspectedFile(deps, path, { passphrase, entry: null }, ({ inspection }) => Promise.resolve(inspection))

mkdirSync(join(folder, 'daily'))
for (const [name, days, passphrase] of [['young.db.age', 2, 'one'], ['old.db.age', 60, 'one'], ['other.db.age', 61, 'two'], ['plain.json', 62, null]] as const) {
  const form = name.endsWith('.json') ? 'json' : 'db'
  writeFileSync(join(folder, 'daily', name), (await backupOf(deps, BOOK_SQL, { at: agoAt(days), passphrase, form })).bytes)
}

test('what was salvaged stands behind every whole backup, however new it is, and counts as no good one', async () => {
  const salvaged = join(folder, 'daily', 'salvaged.db')
  writeFileSync(salvaged, (await backupOf(deps, BOOK_SQL, { at: agoAt(0), salvaged: true })).bytes)
  const listed = await listFolder(folder, inspectWith('one'))
  rmSync(salvaged)
  if (!listed.ok) throw new Error(JSON.stringify(listed.failure))
  const { files } = listed.value.json as { files: { name: string; good: boolean }[] }
  const names = files.filter(({ good }) => good).map(({ name }) => name)
  expect(names).toEqual(['daily/young.db.age', 'daily/old.db.age', 'daily/plain.json'])
  expect(listed.value.lines.find((line) => line.includes('salvaged.db'))).toMatch(/^salvaged, may lack records/)
})

test('locked backups are listed as not checked, and verified with their passphrase', async () => {
  const marks = async (passphrase: string | null) => {
    const listed = await listFolder(folder, inspectWith(passphrase))
    return listed.ok ? (listed.value.json as { files: { name: string; good: boolean; verdict: string }[] }).files.map(({ name, good, verdict }) => `${name} ${good ? 'good' : verdict}`) : []
  }
  const locked = (name: string) => `daily/${name} needs-passphrase`
  expect(await marks(null)).toEqual(['daily/plain.json good', ...['old.db.age', 'other.db.age', 'young.db.age'].map(locked)])
  expect(await marks('one')).toEqual(['daily/young.db.age good', 'daily/old.db.age good', 'daily/plain.json good', locked('other.db.age')])
})

test('pruning lets no backup go that it could not open', async () => {
  expect((await pruneFolder(folder, true, inspectWith(null))).ok).toBe(true)
  expect(readdirSync(join(folder, 'daily'))).toHaveLength(4)
  const pruned = await pruneFolder(folder, true, inspectWith('one'))
  expect(pruned.ok && pruned.value.lines.at(-1)).toMatch(/^2 backups deleted/)
  expect(readdirSync(join(folder, 'daily')).sort()).toEqual(['other.db.age', 'young.db.age'])
})
