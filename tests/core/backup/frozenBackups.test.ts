import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { unwatchedWork } from '../../../src/core/base/progress'
import { digestContent } from '../../../src/core/backup/contentDigest'
import { readBackup } from '../../../src/core/backup/readBackup'
import { dropManifest } from '../../../src/core/backup/writeDbBackup'
import { createDeps, fileOf } from './backupParts'

const FOLDER = 'tests/fixtures/backups/v1'
/** Of everything, the emptied field with it: what a restore brings back, the same from both forms. */
const WITH_EMPTY_FIELDS = '365771ecb894c33ee5ed4623e013e857fb022ae9790772a4835ab307a5268e0f'

// these files are frozen: they stand for those that people have at home, and are never made again
test.each(readdirSync(FOLDER))('%s of format 1 still reads, to the same digest', async (name) => {
  const deps = await createDeps()
  const read = await readBackup(deps, fileOf(new Uint8Array(readFileSync(`${FOLDER}/${name}`))), { form: name.includes('.json') ? 'json' : 'db', gzip: name.endsWith('.gz'), passphrase: null }, unwatchedWork)
  if (!read.ok) throw new Error(JSON.stringify(read.failure))
  const { db, ...rest } = read.value
  expect(rest).toMatchObject({
    problems: [],
    contentDigest: 'ca101a7a57a38c6852f92ed3077a993995c5b196243dfcd278cafa0500849782',
    manifest: { schemaDigest: '45adc93eed95661e425e198ec606bab45df6a66f86686d9906ba53d567b212f7', note: 'first of its format', fieldsLeftOut: [{ table: 'people', field: 'password_hash' }] },
  })
  expect(rest.tables.map((table) => [table.name, table.records])).toEqual([['categories', 2], ['expenses', 2], ['odd "values"', 15], ['people', 2]])
  dropManifest(db)
  expect(await digestContent(db, [], unwatchedWork)).toMatchObject({ ok: true, value: { contentDigest: WITH_EMPTY_FIELDS } })
  expect(db.rows('SELECT * FROM people')).toEqual([[1, 'Ada', '', 'A'], [2, 'Émile', '', 'É']])
  expect(db.rows('SELECT * FROM sqlite_sequence')).toEqual([['expenses', 3]])
  expect(db.rows('SELECT * FROM per_category')).toEqual([['food', 1649]])
  expect(db.rows('SELECT * FROM pragma_user_version, pragma_application_id')).toEqual([[3, 1313428806]])
  expect(() => db.run("INSERT INTO expenses (day, amount) VALUES ('2026-11-22', -1)")).toThrow('negative')
  db.close()
})

test('there is one of each form', () => {
  expect(readdirSync(FOLDER).map((name) => name.replace(/^[^.]*\./, '')).sort()).toEqual(['db', 'db.gz', 'json', 'json.gz'])
})

