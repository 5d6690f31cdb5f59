import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runNightsafe } from '../support/runNightsafe'

const folder = mkdtempSync(join(tmpdir(), 'nightsafe-salvage-'))
afterAll(() => rmSync(folder, { recursive: true }))

const nightsafe = (...args: string[]) => runNightsafe(folder, args)
const sample = readFileSync('tests/fixtures/foreign/manual_20250922_150000_inventory_update.db')
writeFileSync(join(folder, 'torn.db'), new Uint8Array(sample).fill(0, 81_920, 86_016))
writeFileSync(join(folder, 'letter.txt'), 'Dear Amara')

test('writes what can still be read as a backup that verifies, and tells what was lost', { timeout: 120_000 }, async () => {
  const { code, out, err } = await nightsafe('salvage', 'torn.db', 'saved.db')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/inventory_items +776 records {2}24 lost/)
  expect(out).toContain('One page of the file is missing or cannot be read.')
  const [again, verified, json] = await Promise.all([nightsafe('salvage', 'torn.db', 'saved.db'), nightsafe('verify', 'saved.db', '--json'), nightsafe('salvage', 'torn.db', 'saved.json', '--json')])
  expect(again.code).toBe(2)
  expect(again.err).toContain('There is already a file')
  expect(JSON.parse(verified.out)).toMatchObject({ verdict: 'own-backup', manifest: { book: { name: 'torn' } } })
  expect(JSON.parse(json.out)).toMatchObject({ recovered: 1081, lostPages: 1, contentDigest: (JSON.parse(verified.out) as { contentDigest: string }).contentDigest })
})

test('says so where nothing can be read, and leaves no file', { timeout: 120_000 }, async () => {
  const { code, err } = await nightsafe('salvage', 'letter.txt', 'nothing.db')
  expect(code).toBe(13)
  expect(err).toContain('Nothing could be saved from the file.')
  expect(() => readFileSync(join(folder, 'nothing.db'))).toThrow()
})
