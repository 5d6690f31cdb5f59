import { expect, test } from 'vitest'
import { unwatchedWork } from '../../../../src/core/base/progress'
import { quoteIdentifier } from '../../../../src/core/base/quoteIdentifier'
import { digestContent } from '../../../../src/core/backup/contentDigest'
import { readTableShapes } from '../../../../src/core/backup/tableShape'
import type { AppliedEdit } from '../../../../src/core/book/edits/appliedEdit'
import { bringIn } from '../../../../src/core/book/edits/bringIn'
import { bindCells } from '../../../../src/core/book/edits/writeRecords'
import { describeBook } from '../../../../src/core/book/describeBook'
import { SqlError, type SqlDatabase } from '../../../../src/core/book/sqlEngine'
import { planBringIn } from '../../../../src/core/restore/difference/planBringIn'
import { openEngine } from '../../../support/engines'
import { createRandom, type Random } from '../../../support/random'
import { good, identity } from '../../../support/sessions'
import { makeRandomBook } from '../../backup/randomBook'
import { compared, rowsOf } from './books'

const ROUNDS = Number(process.env.NIGHTSAFE_ROUNDS ?? 150)
const VALUES = ['NULL', '1', '1.0', "'1'", "x'31'", '9007199254740993', '9007199254740993.0', "CAST(x'ff31' AS TEXT)", "'Aß\u0000'", '0.1', '-9e999', "'a'", "'A'", 'random()']

/** Runs SQL that the tables' rules may refuse. */
function tryRun(db: SqlDatabase, sql: string) {
  try {
    db.run(sql)
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
  }
}

/** What happens to a book in a month: records are added, changed and deleted. */
function change(random: Random, db: SqlDatabase) {
  for (const shape of readTableShapes(db)) {
    const name = quoteIdentifier(shape.name)
    const fields = shape.fields.filter((field) => !field.generated).map((field) => quoteIdentifier(field.name))
    for (let i = random.int(0, 12); i > 0; i--) {
      const where = `WHERE ${random.pick(fields)} IN (SELECT ${random.pick(fields)} FROM ${name} LIMIT 2 OFFSET ${random.int(0, 8)})`
      if (random.chance(0.3)) tryRun(db, `DELETE FROM ${name} ${where}`)
      else if (random.chance(0.5)) tryRun(db, `UPDATE ${name} SET ${random.pick(fields)} = ${random.pick(VALUES)} ${where}`)
      else tryRun(db, `INSERT INTO ${name} (${fields.join(', ')}) VALUES (${fields.map(() => random.pick(VALUES)).join(', ')})`)
    }
  }
}

const tablesOf = async (db: SqlDatabase) => new Map(good(await digestContent(db, [], unwatchedWork)).tables.map(({ name, digest }) => [name, digest]))

function withoutTriggers(db: SqlDatabase) {
  for (const [name] of db.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'")) db.run(`DROP TRIGGER ${quoteIdentifier(String(name))}`)
}

test(`after bringing everything in and deleting what is only here, ${ROUNDS} random books are the copy`, { timeout: 300_000 }, async () => {
  const engine = await openEngine()
  const random = createRandom('randomBooks')
  let refused = 0
  let brought = 0
  for (let round = 0; round < ROUNDS; round++) {
    const here = engine.open(null)
    makeRandomBook(random, here)
    withoutTriggers(here)
    const first = here.bytes()
    const itself = await compared(engine, first, first)
    for (const table of itself.summary.tables) expect(table, `round ${round}`).toMatchObject({ onlyHere: 0, onlyInFile: 0, changed: 0, shape: [] })
    itself.pair.close()

    const there = engine.open(first)
    change(random, there)
    if (random.chance(0.3)) tryRun(there, 'CREATE TABLE "made since" (a, b PRIMARY KEY); INSERT INTO "made since" VALUES (1, 2), (1.0, NULL)')
    const copy = there.bytes()

    const index = await compared(engine, first, copy)
    const tables = index.summary.tables.filter(({ side }) => side !== 'only-here')
    const plan = good(planBringIn(index, { tables: tables.map(({ name }) => ({ table: name, keys: 'all' as const })) }))
    for (const { name, side, matchedBy } of tables) {
      const compared = index.tables.find((one) => one.name === name)
      const columns = matchedBy === 'key' ? (compared?.key.map(quoteIdentifier) ?? []) : (compared?.here?.locator ?? [])
      for (const { key } of side === 'both' ? rowsOf(index, name, { kinds: ['only-here'] }) : []) {
        const { sql, params } = bindCells(key)
        here.rows(`DELETE FROM ${quoteIdentifier(name)} WHERE ${columns.map((column, i) => `${column} IS ${sql[i]}`).join(' AND ')}`, params)
      }
    }
    index.pair.close()

    const apply = () => {
      here.run('BEGIN')
      const done = bringIn({ db: here, shape: describeBook(here, identity), identity, changeIdentity: () => undefined }, { type: 'bringIn', tables: plan.tables })
      here.run(done.ok ? 'COMMIT' : 'ROLLBACK')
      return done
    }
    const done = apply()
    if (!done.ok) {
      // two records that swap a unique value cannot do so one after the other
      expect(done.failure, `round ${round}`).toMatchObject({ type: 'ConstraintBroken' })
      refused++
    } else {
      const applied: AppliedEdit = done.value
      expect(applied.records, `round ${round}`).toBe(plan.added + plan.changed)
      brought += applied.records
      const rest = await compared(engine, here.bytes(), copy)
      for (const table of rest.summary.tables) if (table.side === 'both') expect(table, `round ${round}`).toMatchObject({ onlyHere: 0, onlyInFile: 0, changed: 0 })
      // a digest goes by order too, which records without a key take from where they were put
      const [ours, theirs] = [await tablesOf(here), await tablesOf(there)]
      for (const { name, matchedBy } of rest.summary.tables) if (matchedBy === 'key') expect(ours.get(name), `${name} in round ${round}`).toBe(theirs.get(name))
      rest.pair.close()
      expect(apply(), `again in round ${round}`).toMatchObject({ ok: true, value: { records: 0, inverse: null } })
    }
    here.close()
    there.close()
  }
  console.log(`${brought} records brought, ${refused} books refused`)
  expect(refused).toBeLessThan(ROUNDS / 5)
  expect(brought).toBeGreaterThan(ROUNDS)
})
