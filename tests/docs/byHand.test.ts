import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { unwatchedWork } from '../../src/core/base/progress'
import { digestContent } from '../../src/core/backup/contentDigest'
import { passphraseTestCode } from '../../src/core/backup/passphraseTestCode'
import { inspectFile } from '../../src/core/restore/inspectFile'
import { createDeps, fileOf } from '../core/backup/backupParts'

const DOCUMENT = readFileSync('docs/backup-format.md', 'utf8')
const BACKUP = resolve('tests/fixtures/backups/v1/Household_budget_manual_20261121_180409_first_of_its_format')
const folder = mkdtempSync(join(tmpdir(), 'nightsafe-by-hand-'))
afterAll(() => rmSync(folder, { recursive: true }))
const hasPython = spawnSync('python3', ['--version']).status === 0
const run = promisify(execFile)

/** The programs in the document, as somebody would copy them out of it. */
function programsIn(text: string): string[] {
  return [...text.matchAll(/^ {3}```python\n([\s\S]*?)^ {3}```$/gm)].map(([, code = '']) => code.replace(/^ {3}/gm, ''))
}

async function contentDigestOf(path: string): Promise<string | null> {
  const { db } = await inspectFile(await createDeps(), fileOf(new Uint8Array(readFileSync(path))), unwatchedWork)
  const digest = db && (await digestContent(db, [], unwatchedWork))
  db?.close()
  return digest?.ok ? digest.value.contentDigest : null
}

test('the document’s example of a test code is right', () => {
  const [, passphrase = '', code] = /`([^`]+)` has the code `([A-Z]+)`/.exec(DOCUMENT) ?? []
  expect(passphraseTestCode(passphrase)).toBe(code)
})

// Python is on nearly every machine, but not part of what the project needs
describe.runIf(hasPython)('the programs for opening a backup by hand', () => {
  const [checkSeal = '', toSqlite = ''] = programsIn(DOCUMENT)

  test('tell a sealed file of either form from a changed one', async () => {
    const program = join(folder, 'seal.py')
    writeFileSync(program, checkSeal)
    for (const form of ['db', 'json']) {
      expect((await run('python3', [program, `${BACKUP}.${form}`])).stdout.trim()).toBe('sealed')
      const bytes = readFileSync(`${BACKUP}.${form}`)
      bytes[1000] = (bytes[1000] ?? 0) ^ 1
      const changed = join(folder, `changed.${form}`)
      writeFileSync(changed, bytes)
      expect((await run('python3', [program, changed])).stdout.trim()).toBe('CHANGED')
    }
  })

  test('make the same database of the JSON form as a restore does', async () => {
    const program = join(folder, 'json_to_sqlite.py')
    const made = join(folder, 'made.db')
    writeFileSync(program, toSqlite)
    await run('python3', [program, `${BACKUP}.json`, made])
    const digest = await contentDigestOf(made)
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    expect(digest).toBe(await contentDigestOf(`${BACKUP}.db`))
  })
})
