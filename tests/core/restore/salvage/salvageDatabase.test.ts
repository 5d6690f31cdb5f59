import { expect, test } from 'vitest'
import { unwatchedWork } from '../../../../src/core/base/progress'
import { salvageDatabase } from '../../../../src/core/restore/salvage/salvageDatabase'
import { createRandom } from '../../../support/random'
import { compareRecords, countRecords, makeSalvageBooks } from '../../../support/salvageBooks'
import { DAMAGES } from '../../../support/salvageDamages'
import { deps } from '../foreignParts'

// One damage of each kind to each make of book; `npm run bench -- salvage` holds many more against `sqlite3 .recover`.

const { engine } = deps
const SEED = 1
const books = makeSalvageBooks(engine).map((book) => {
  const db = engine.open(book.bytes)
  const records = countRecords(db)
  db.close()
  return { ...book, records }
})
const LOSES_ALL_NAMES = /^schema page/
/** Of all records of all books, the part that has to come back, below what was found on the day this was written. */
const LEAST: Readonly<Record<string, number>> = { 'cut off': 0.3, 'page size lies': 1, 'header flipped': 1, 'freelist loop': 1 }

const sumOf = (counts: (typeof books)[number]['records']) => [...counts.values()].reduce((sum, table) => sum + [...table.values()].reduce((a, b) => a + b, 0), 0)

test.each(DAMAGES)('$name: nothing is made up where no value changed, and most comes back', { timeout: 120_000 }, async ({ name, silent, make }) => {
  const random = createRandom(`salvage, ${name}`, SEED)
  let had = 0
  let right = 0
  for (const book of books) {
    const salvaged = await salvageDatabase(engine, make(book.bytes, random), unwatchedWork)
    had += sumOf(book.records)
    if (!salvaged.ok) {
      expect(salvaged.failure, book.name).toEqual({ type: 'NothingSalvaged' })
      continue
    }
    const { bytes, report } = salvaged.value
    const db = engine.open(bytes)
    expect(db.rows('PRAGMA integrity_check'), book.name).toEqual([['ok']])
    const found = compareRecords(book.records, db)
    right += found.right
    for (const { name: table, recovered, lost, named } of report.tables) {
      expect(db.rows(`SELECT count(*) FROM "${table}"`), `${book.name}: ${table}`).toEqual([[recovered]])
      const counts = book.records.get(table)
      const source = counts ? [...counts.values()].reduce((a, b) => a + b, 0) : 0
      // a record whose values changed counts as there, so only what did not change can be held against the source
      if (!silent && !named && counts && lost !== null) expect(recovered, `${book.name}: ${table}`).toBeLessThanOrEqual(source)
      if (!silent && !LOSES_ALL_NAMES.test(name) && !named) expect(counts, `${book.name}: ${table} was not there`).toBeDefined()
    }
    db.close()
  }
  expect(right / had).toBeGreaterThanOrEqual(LEAST[name] ?? 0.85)
})

test('an older copy of a record that differs by one bit is kept beside it', async () => {
  const book = books.find(({ name }) => name === 'deleted')
  if (!book) throw new Error('there is such a book')
  // records that still lie on a page in use and on one that was given up
  const text = Buffer.from(book.bytes).toString('latin1')
  const twice = Array.from({ length: 43 }, (_, i) => `event ${3501 + i} `).find((words) => text.indexOf(words) !== text.lastIndexOf(words))
  if (!twice) throw new Error('some record is there twice')
  for (const at of [text.indexOf(twice), text.lastIndexOf(twice)]) {
    const damaged = book.bytes.slice()
    damaged[at] = (damaged[at] ?? 0) ^ 1
    const salvaged = await salvageDatabase(engine, damaged, unwatchedWork)
    if (!salvaged.ok) throw new Error('nothing was salvaged')
    const db = engine.open(salvaged.value.bytes)
    const kept = db.rows(`SELECT what FROM log WHERE what LIKE '_vent ${twice.slice(6)}%' UNION ALL SELECT what FROM log_perhaps_deleted`).map(([what]) => String(what).slice(0, 10)).sort()
    db.close()
    expect(kept).toEqual([`dvent ${twice.slice(6)}`.slice(0, 10), twice.slice(0, 10)].sort())
  }
})
