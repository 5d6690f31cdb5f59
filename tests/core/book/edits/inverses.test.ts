import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Edit } from '../../../../src/core/book/bookDescription'
import type { Inverse } from '../../../../src/core/book/edits/appliedEdit'
import { openEngine } from '../../../support/engines'
import { seed } from '../../../support/seed'
import { openEditing } from '../editing'

const engine = await openEngine()
console.log(`inverses: seed ${seed}`)

const SQL = `CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT UNIQUE); CREATE TABLE c (name TEXT, p INTEGER REFERENCES p (id), amount MONEY_INTEGER);
  CREATE TABLE k (x TEXT, y INTEGER, v BLOB, PRIMARY KEY (y, x)) WITHOUT ROWID`

const id = fc.integer({ min: 1, max: 5 })
const name = fc.constantFrom(null, 'a', 'b', 'c', 'ä\u0000')
const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ type: fc.constant('addRecord' as const), table: fc.constant('p'), values: fc.record({ name }) }),
  fc.record({ type: fc.constant('addRecord' as const), table: fc.constant('c'), values: fc.record({ name, p: fc.option(id), amount: fc.integer() }) }),
  fc.record({ type: fc.constant('addRecord' as const), table: fc.constant('k'), values: fc.record({ x: fc.constantFrom('a', 'b'), y: id, v: fc.constantFrom(null, { b: 'AAE=' }) }) }),
  fc.record({ type: fc.constant('changeRecord' as const), table: fc.constantFrom('p', 'c'), key: id.map((one) => [one]), values: fc.record({ name }) }),
  fc.record({ type: fc.constant('changeRecord' as const), table: fc.constant('k'), key: fc.tuple(id, fc.constantFrom('a', 'b')), values: fc.record({ x: fc.constantFrom('a', 'b') }) }),
  fc.record({ type: fc.constant('deleteRecords' as const), table: fc.constantFrom('p', 'c'), keys: fc.array(id.map((one) => [one]), { maxLength: 3 }) }),
)

test('any run of record edits is taken back to the first state and done again to the last', () => {
  fc.assert(
    fc.property(fc.array(edits, { maxLength: 25 }), (list) => {
      const book = openEditing(engine, SQL)
      const first = book.dump()
      const inverses: Inverse[] = []
      for (const edit of list) {
        const before = book.dump()
        const outcome = book.edit(edit)
        if (!outcome.ok) expect(book.dump()).toBe(before)
        else if (outcome.value.inverse) inverses.push(outcome.value.inverse)
      }
      const last = book.dump()
      const redos: Inverse[] = []
      for (const inverse of inverses.reverse()) {
        const outcome = book.takeBack(inverse)
        if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure))
        if (outcome.value.inverse) redos.push(outcome.value.inverse)
      }
      expect(book.dump()).toBe(first)
      for (const redo of redos.reverse()) expect(book.takeBack(redo).ok).toBe(true)
      expect(book.dump()).toBe(last)
      book.db.close()
    }),
    { numRuns: 60 },
  )
})
