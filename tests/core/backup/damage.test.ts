import { describe, expect, test } from 'vitest'
import { unwatchedWork } from '../../../src/core/base/progress'
import type { BackupDeps } from '../../../src/core/backup/makeBackup'
import type { BackupForm } from '../../../src/core/backup/manifest'
import { hasSealMark } from '../../../src/core/backup/dbSeal'
import { hasManifest } from '../../../src/core/backup/readDbBackup'
import { readBackup } from '../../../src/core/backup/readBackup'
import { createRandom } from '../../support/random'
import { backupOf, createDeps, fileOf } from './backupParts'

const SQL = `PRAGMA page_size = 512;
  CREATE TABLE expenses (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, note TEXT, rate REAL, receipt BLOB);
  CREATE INDEX by_note ON expenses (note);
  INSERT INTO expenses VALUES (1, 1250, 'Groceries', 0.19, x'0001'), (2, 9007199254740993, 'Rent', 2.0, NULL)`

const FORMS: [BackupForm, boolean][] = [['db', false], ['json', false], ['db', true], ['json', true]]

/** Why a file is refused; null when it is accepted. */
async function refusalOf(deps: BackupDeps, bytes: Uint8Array, form: BackupForm, gzip: boolean): Promise<string | null> {
  const read = await readBackup(deps, fileOf(bytes), { form, gzip, passphrase: null }, unwatchedWork)
  if (!read.ok) return read.failure.type
  read.value.db.close()
  return read.value.problems[0]?.code ?? null
}

describe.each(FORMS)('a %s backup, packed: %s', (form, gzip) => {
  test('is accepted as it is', async () => {
    const deps = await createDeps()
    expect(await refusalOf(deps, (await backupOf(deps, SQL, { form, gzip })).bytes, form, gzip)).toBeNull()
  })

  test('is refused with any byte changed', { timeout: 300_000 }, async () => {
    const random = createRandom(`flips ${form} ${gzip}`)
    const deps = await createDeps()
    const { bytes } = await backupOf(deps, SQL, { form, gzip })
    const accepted: string[] = []
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      const flip = random.chance(0.5) ? 1 << random.int(0, 7) : random.int(1, 255)
      changed[at] = (changed[at] ?? 0) ^ flip
      if ((await refusalOf(deps, changed, form, gzip)) === null) accepted.push(`byte ${at} xor ${flip}`)
    }
    expect(accepted).toEqual([])
  })

  test('is refused at any other length', { timeout: 300_000 }, async () => {
    const deps = await createDeps()
    const { bytes } = await backupOf(deps, SQL, { form, gzip })
    const accepted: string[] = []
    for (let length = 0; length < bytes.length; length++) {
      if ((await refusalOf(deps, bytes.slice(0, length), form, gzip)) === null) accepted.push(`cut to ${length}`)
    }
    for (const more of [[0], [10], [32], [125], [0, 0, 0, 0], [...bytes]]) {
      if ((await refusalOf(deps, Uint8Array.from([...bytes, ...more]), form, gzip)) === null) accepted.push(`${more.length} bytes more`)
    }
    expect(accepted).toEqual([])
  })
})

test('a damaged .db backup never passes for a database without a manifest', async () => {
  const deps = await createDeps()
  const { bytes } = await backupOf(deps, SQL)
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    const db = deps.engine.open(changed)
    let known: boolean
    try {
      known = hasManifest(db)
    } catch {
      known = true // not a database at all
    }
    db.close()
    expect(known || hasSealMark(changed), `byte ${at}`).toBe(true)
  }
})
