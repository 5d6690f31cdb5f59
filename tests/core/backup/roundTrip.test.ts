import { expect, test } from 'vitest'
import { unwatchedWork } from '../../../src/core/base/progress'
import { digestContent } from '../../../src/core/backup/contentDigest'
import { makeBackup } from '../../../src/core/backup/makeBackup'
import { readBackup } from '../../../src/core/backup/readBackup'
import { digestSchema } from '../../../src/core/backup/schemaDigest'
import { convertBackup } from '../../../src/core/backup/writeBackup'
import { dropManifest } from '../../../src/core/backup/writeDbBackup'
import type { SqlDatabase } from '../../../src/core/book/sqlEngine'
import { createRandom } from '../../support/random'
import { createDeps, requestOf, sourceOf } from './backupParts'
import { makeRandomBook } from './randomBook'

const ROUNDS = Number(process.env.NIGHTSAFE_ROUNDS ?? 150)

async function contentOf(db: SqlDatabase): Promise<string> {
  const digested = await digestContent(db, [], unwatchedWork)
  if (!digested.ok) throw new Error(JSON.stringify(digested.failure))
  return digested.value.contentDigest
}

test(`JSON and .db carry the same content through ${ROUNDS} random books`, { timeout: 300_000 }, async () => {
  const random = createRandom('roundTrip')
  const deps = await createDeps()
  for (let round = 0; round < ROUNDS; round++) {
    const db = deps.engine.open(null)
    db.run(`PRAGMA page_size = ${random.pick([512, 1024, 4096, 65536])}`)
    makeRandomBook(random, db)
    const content = await contentOf(db)
    const schema = digestSchema(db)
    const sequences = db.rows("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").length ? db.rows('SELECT * FROM sqlite_sequence ORDER BY 1') : []
    const version = db.rows('SELECT * FROM pragma_user_version, pragma_application_id')
    const source = sourceOf(db.bytes())
    db.run(`PRAGMA page_size = ${random.pick([512, 4096, 8192])}; VACUUM`)
    expect(await contentOf(db), `VACUUM in round ${round}`).toBe(content)
    expect(digestSchema(db)).toBe(schema)
    db.close()
    for (const form of ['json', 'db'] as const) {
      const layers = { form, gzip: round % 10 === 0, passphrase: round % 15 === 0 ? 'correct horse' : null }
      const made = await makeBackup(deps, source, requestOf(layers), unwatchedWork)
      if (!made.ok) throw new Error(`round ${round} ${form}: ${JSON.stringify(made.failure)}`)
      expect(made.value.manifest).toMatchObject({ contentDigest: content, schemaDigest: schema })
      const read = await readBackup(deps, made.value.file, layers, unwatchedWork)
      if (!read.ok) throw new Error(JSON.stringify(read.failure))
      expect(read.value.problems).toEqual([])
      dropManifest(read.value.db)
      expect(await contentOf(read.value.db)).toBe(content)
      expect(read.value.db.rows('SELECT * FROM pragma_user_version, pragma_application_id')).toEqual(version)
      if (sequences.length > 0) expect(read.value.db.rows('SELECT * FROM sqlite_sequence ORDER BY 1')).toEqual(sequences)
      const other = form === 'json' ? 'db' : 'json'
      const converted = await convertBackup(deps, read.value.db, read.value.manifest, { form: other, gzip: false, passphrase: null }, unwatchedWork)
      if (!converted.ok) throw new Error(JSON.stringify(converted.failure))
      const back = await readBackup(deps, converted.value.file, { form: other, gzip: false, passphrase: null }, unwatchedWork)
      expect(back).toMatchObject({ ok: true, value: { problems: [], contentDigest: content, manifest: made.value.manifest } })
      if (back.ok) back.value.db.close()
      read.value.db.close()
    }
  }
})
