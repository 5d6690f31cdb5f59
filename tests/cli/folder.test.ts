import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backupOf, createDeps } from '../core/backup/backupParts'
import { BOOK_SQL, databaseOf } from '../support/corpus'
import { runNightsafe } from '../support/runNightsafe'

const DAY = 86_400_000
const folder = mkdtempSync(join(tmpdir(), 'nightsafe-folder-'))
afterAll(() => rmSync(folder, { recursive: true }))
const nightsafe = (...args: string[]) => runNightsafe(folder, args)
const agoAt = (days: number) => ({ utc: Date.now() - days * DAY, offsetMinutes: 60, zone: 'Europe/Berlin' })

beforeAll(async () => {
  const deps = await createDeps()
  const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes)
  for (const part of ['daily', 'emergency', 'archive']) mkdirSync(join(folder, part))
  const own = async (days: number, change: Parameters<typeof backupOf>[2] = {}) => (await backupOf(deps, BOOK_SQL, { at: agoAt(days), ...change })).bytes
  const newest = await own(40)
  put('daily/newest.db', newest)
  put('daily/older.json', await own(50, { form: 'json' }))
  put('emergency/old.db', await own(91, { kind: 'emergency' }))
  put('archive/year.db', await own(700, { kind: 'archive' }))
  put('daily/rotten.db', newest.map((byte, i) => (i === newest.length - 9 ? byte ^ 1 : byte)))
  put('shop.db', databaseOf(deps, BOOK_SQL))
  put('letter.txt', Buffer.from('Dear Amara'))
  put('shop.db-wal', Buffer.from('left by another program'))
})

describe('a folder of backups', { timeout: 120_000 }, () => {
  test('is listed newest verified first, with what is bad marked and other files only counted', async () => {
    const { code, out } = await nightsafe('list', folder, '--json')
    expect(code).toBe(0)
    const listed = JSON.parse(out) as { files: { name: string; good: boolean; verdict: string }[]; others: number }
    expect(listed.files.map(({ name, good }) => `${name} ${good}`)).toEqual([
      'daily/newest.db true', 'daily/older.json true', 'emergency/old.db true', 'archive/year.db true', 'daily/rotten.db false', 'shop.db false',
    ])
    expect(listed.others).toBe(1)
    const words = await nightsafe('list', folder)
    expect(words.out).toMatch(/^BAD +daily\/rotten\.db$/m)
    expect(words.out).toMatch(/^good +daily\/newest\.db$/m)
  })

  test('is pruned only when told to, and never of its newest good backup or of what could not be verified', async () => {
    const before = readdirSync(folder, { recursive: true }).length
    const dry = await nightsafe('prune', folder, '--dry-run', '--json')
    const { decisions } = JSON.parse(dry.out) as { decisions: { name: string; goes: boolean; reason: string }[] }
    expect(Object.fromEntries(decisions.map(({ name, reason }) => [name, reason]))).toEqual({
      'daily/newest.db': 'newest-good', 'daily/older.json': 'too-old', 'emergency/old.db': 'too-old', 'archive/year.db': 'for-ever', 'daily/rotten.db': 'not-good',
    })
    expect(readdirSync(folder, { recursive: true })).toHaveLength(before)

    expect((await nightsafe('prune', folder)).code).toBe(2)
    expect((await nightsafe('prune', folder, '--dry-run', '--delete')).code).toBe(2)

    const done = await nightsafe('prune', folder, '--delete')
    expect(done.out).toContain('2 backups deleted')
    expect(readdirSync(folder, { recursive: true }).map(String).sort()).toEqual([
      'archive', 'archive/year.db', 'daily', 'daily/newest.db', 'daily/rotten.db', 'emergency', 'letter.txt', 'shop.db', 'shop.db-wal',
    ])
  })

  test('that is not there is unreadable', async () => {
    expect((await nightsafe('list', join(folder, 'nowhere'))).code).toBe(10)
  })
})
