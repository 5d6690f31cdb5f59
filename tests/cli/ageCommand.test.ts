import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { convertFile } from '../../src/cli/convertTask'
import { backupOf, createDeps } from '../core/backup/backupParts'
import { BOOK_SQL } from '../support/corpus'

const folder = mkdtempSync(join(tmpdir(), 'nightsafe-age-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)
const isThere = (command: string) => spawnSync(command, ['--version']).status === 0
const missing = ['age', 'script'].filter((command) => !isThere(command))
const PASSPHRASE = 'abandon-ability-able'

/** Runs age, which takes a passphrase from a terminal only: `script` gives it one. */
function age(...args: string[]): Promise<string> {
  return new Promise((done) => {
    const child = spawn('script', ['-qec', `age ${args.join(' ')}`, '/dev/null'], { cwd: folder })
    let said = ''
    let answered = 0
    child.stdout.on('data', (data) => {
      said += String(data)
      for (; answered < said.split(/passphrase[^:\n]*: ?/i).length - 1; answered++) child.stdin.write(`${PASSPHRASE}\n`)
    })
    child.on('close', (code) => done(code === 0 ? '' : said))
  })
}

// not everybody has the age command, and its own files are among the fixtures: see ageEncryption.test.ts
describe.skipIf(missing.length > 0)(`the age command${missing.length > 0 ? ` (skipped: ${missing.join(' and ')} not installed)` : ''}`, { timeout: 180_000 }, () => {
  test('opens what convert encrypted, and convert opens what it encrypted, armored too', async () => {
    // a light work factor, for both sides have to wait for it
    const deps = await createDeps()
    const own = await backupOf(deps, BOOK_SQL)
    writeFileSync(at('own.db'), own.bytes)
    const convert = (from: string, to: string, passphrase: string | null) =>
      convertFile(deps, { type: 'convert', from: at(from), to: at(to), given: { passphrase, entry: null }, force: false, keepSecrets: false, table: null })
    const same = { type: 'converted', contentDigest: own.manifest.contentDigest }

    expect(await convert('own.db', 'own.json.gz.age', PASSPHRASE)).toMatchObject(same)
    expect(await age('-d', '-o', 'opened.json.gz', 'own.json.gz.age')).toBe('')
    expect(await convert('opened.json.gz', 'opened.db', null)).toMatchObject(same)

    expect(await age('-p', '-a', '-o', 'theirs.age', 'own.db')).toBe('')
    expect(await convert('theirs.age', 'theirs.json', null)).toMatchObject({ type: 'failed', failure: { type: 'NeedsPassphrase' } })
    expect(await convert('theirs.age', 'theirs.json', PASSPHRASE)).toMatchObject(same)
  })
})
