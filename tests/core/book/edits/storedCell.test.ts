import { expect, test } from 'vitest'
import { equalCells, type Cell } from '../../../../src/core/base/cell'
import { describeBook } from '../../../../src/core/book/describeBook'
import { createRecordWriter } from '../../../../src/core/book/edits/recordWriter'
import { storedCell } from '../../../../src/core/book/edits/storedCell'
import { findEditableTable } from '../../../../src/core/book/findEditableTable'
import { SqlError } from '../../../../src/core/book/sqlEngine'
import { openEngine } from '../../../support/engines'
import { good, identity } from '../../../support/sessions'

const engine = await openEngine()

const TYPES = ['', 'INT', 'INTEGER', 'BIGINT', 'MONEY_INTEGER', 'TEXT', 'VARCHAR(20)', 'CLOB', 'BLOB', 'REAL', 'DOUBLE', 'FLOATING POINT', 'NUMERIC', 'DATE', 'DATETIME', 'BOOLEAN', 'ANY', 'CHARINT', 'STRING']
const CELLS: readonly Cell[] = [
  null, 0, -0, 1, -7, 2_147_483_648, 9_007_199_254_740_991, 0.5, -1e-7, 1e300, { i: '9007199254740993' }, { r: '2.0' }, { r: '-0.0' }, { r: 'Infinity' }, { b: '' }, { b: 'YQ==' }, { x: '/w==' },
  '', ' ', '1', ' 1', '-1', '+1', '.5', '1e5', '0x10', '1.0', '00', '2024-02-29', '2024-02-29 10:00', 'a', 'é', '١', 'Infinity', 'NaN', '\u00a01', '\u0000', '9007199254740993', "it's",
]

test('what is told of a stored value is what the database holds', () => {
  const told: string[] = []
  for (const strict of ['', ' STRICT']) {
    for (const type of TYPES) {
      if (strict && !['INT', 'INTEGER', 'TEXT', 'BLOB', 'REAL', 'ANY'].includes(type)) continue
      const db = engine.open(null)
      db.run(`CREATE TABLE t (id INTEGER PRIMARY KEY, v ${type})${strict}`)
      const table = good(findEditableTable(describeBook(db, identity), 't'))
      const writer = createRecordWriter(db, table)
      for (const cell of CELLS) {
        const expected = storedCell(type, cell)
        if (expected === undefined) continue
        try {
          const key = writer.add(['v'], [cell])
          const [stored = null] = (key && writer.read(key, ['v'])) ?? []
          expect(equalCells(stored, expected), `${JSON.stringify(cell)} in ${type}${strict} is ${JSON.stringify(stored)}, told: ${JSON.stringify(expected)}`).toBe(true)
          told.push(type)
        } catch (error) {
          // a strict table does not take it at all
          if (!(error instanceof SqlError) || !strict) throw error
        }
      }
      writer.free()
      db.close()
    }
  }
  expect(new Set(told)).toEqual(new Set(TYPES))
  expect(told.length).toBeGreaterThan(TYPES.length * CELLS.length / 3)
})
