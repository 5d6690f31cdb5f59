import type { Cell } from '../../../src/core/base/cell'
import type { Failure } from '../../../src/core/base/failure'
import type { Result } from '../../../src/core/base/result'
import type { Edit, FieldDraft, RecordKey, RowQuery } from '../../../src/core/book/bookDescription'
import type { BookIdentity } from '../../../src/core/book/bookHead'
import { describeBook, withCounts } from '../../../src/core/book/describeBook'
import type { AppliedEdit, EditContext, Inverse } from '../../../src/core/book/edits/appliedEdit'
import { applyEdit } from '../../../src/core/book/edits/applyEdit'
import { applyInverse } from '../../../src/core/book/edits/applyInverse'
import { findTable } from '../../../src/core/book/keyedTable'
import { readRecord } from '../../../src/core/book/readRecord'
import { readRows } from '../../../src/core/book/readRows'
import type { BookImageEngine } from '../../../src/core/book/sqlEngine'
import { good, identity as plainIdentity } from '../../support/sessions'

/** A field draft with the members that a test does not care for. */
export const draft = (name: string, kind: FieldDraft['kind'], rest: Partial<FieldDraft> = {}): FieldDraft => ({
  name,
  kind,
  required: false,
  choices: [],
  refersTo: null,
  ...rest,
})

/** A book in memory, edited in transactions as a session does it: a failure rolls everything back. */
export function openEditing(engine: BookImageEngine, sql: string, identity: Partial<BookIdentity> = {}) {
  const { db } = engine.openImage(null)
  if (sql !== '') db.run(sql)
  let head: BookIdentity = { ...plainIdentity, ...identity }
  const shape = () => withCounts(db, describeBook(db, head), new Map())
  const around = () => ({ tables: shape().tables, currency: head.currency })
  const table = (name: string) => good(findTable(shape(), name))

  function transact(task: (context: EditContext) => Result<AppliedEdit, Failure>): Result<AppliedEdit, Failure> {
    let changed = head
    db.run('BEGIN')
    let outcome: Result<AppliedEdit, Failure>
    try {
      outcome = task({ db, shape: describeBook(db, head), identity: head, changeIdentity: (change) => void (changed = { ...changed, ...change }) })
    } catch (error) {
      db.run('ROLLBACK')
      throw error
    }
    db.run(outcome.ok ? 'COMMIT' : 'ROLLBACK')
    if (outcome.ok) head = changed
    return outcome
  }

  return {
    db,
    identity: () => head,
    shape,
    around,
    table,
    field: (name: string, field: string) => table(name).fields.find((one) => one.name === field),
    edit: (edit: Edit) => transact((context) => applyEdit(context, edit)),
    takeBack(inverse: Inverse | null | undefined) {
      if (!inverse || inverse.type === 'pages') throw new Error(`not an inverse of records: ${inverse?.type}`)
      return transact((context) => applyInverse(context, inverse))
    },
    rows: (name: string, query: Partial<RowQuery> = {}) => good(readRows(db, table(name), { table: name, from: 0, count: 100, sort: [], search: '', ...query }, around())),
    cells: (name: string, query: Partial<RowQuery> = {}): (readonly Cell[])[] =>
      good(readRows(db, table(name), { table: name, from: 0, count: 100, sort: [], search: '', ...query }, around())).rows.map((row) => row.cells),
    record: (name: string, key: RecordKey) => readRecord(db, table(name), key),
    /** Everything in the file, schema included, as text to compare. */
    dump(): string {
      const schema = db.rows('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name')
      const data = shape().tables.filter((one) => one.kind === 'table').map((one) => [one.name, good(readRows(db, one, { table: one.name, from: 0, count: 10_000, sort: [], search: '' }, around())).rows])
      return JSON.stringify([schema, data])
    },
  }
}
