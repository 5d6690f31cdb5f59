import type { Cell } from '../../base/cell'
import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { FieldDescription } from '../../book/bookDescription'
import { describeBook } from '../../book/describeBook'
import { createCellStatements } from '../../book/edits/cellStatements'
import { cellToShortText, fitsKind } from '../../book/edits/checkValue'
import { convertCell } from '../../book/edits/convertCell'
import { findTable, type BookShape, type KeyedTable } from '../../book/keyedTable'
import { readRowJson, rowJsonSql } from '../../book/rowJson'
import { SqlError, type SqlDatabase, type SqlEngine } from '../../book/sqlEngine'
import { readKey, type KeyField } from './side'

const NO_OBJECTS_OF_APP = { asleep: [], samples: [] }
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** The live table that is meant, and the file's; `from` null = the one that is called the same, or the only one. */
export interface TablePair {
  readonly from: string | null
  readonly into: string
}

/** A field of the live table and the one of the file's table that belongs to it. */
interface FieldPair {
  readonly to: FieldDescription
  readonly from: FieldDescription
  readonly toWholeReference: boolean
}

/** The table of the file (a sheet, say) that was named, or the one that is called as the live one, or the only one. */
function findSource(file: SqlDatabase, { from, into }: TablePair): Result<KeyedTable, Failure> {
  const tables = describeBook(file, NO_OBJECTS_OF_APP).tables.filter((table) => table.kind === 'table')
  const only = from === null && tables.length === 1 ? tables[0] : undefined
  const source = tables.find((table) => same(table.name, from ?? into)) ?? only
  return source ? ok(source) : fail({ type: 'TableNotFound', table: from ?? into })
}

function pairFields(shape: BookShape, target: KeyedTable, source: KeyedTable): FieldPair[] {
  return target.fields.flatMap((to): FieldPair[] => {
    const from = to.generated ? undefined : source.fields.find((field) => same(field.name, to.name))
    const referred = to.refersTo && findTable(shape, to.refersTo.table)
    const pointed = referred?.ok ? referred.value.fields.find((field) => to.refersTo && same(field.name, to.refersTo.field)) : undefined
    return from ? [{ to, from, toWholeReference: pointed?.kind === 'whole-number' }] : []
  })
}

const TEXT_KINDS: readonly FieldDescription['kind'][] = ['text', 'long-text', 'choice']

/** A value of the file as the live field holds it; undefined when it cannot be held without loss. */
function toLive(cell: Cell, { to, from, toWholeReference }: FieldPair, digits: number): Cell | undefined {
  // the apostrophe that keeps a spreadsheet from running a text belongs to the CSV, not to the text
  const plain = typeof cell === 'string' ? cell.replace(/^'(?='*[=+\-@\t\r\0])/, '') : cell
  if (plain === null || (plain === '' && !TEXT_KINDS.includes(to.kind))) return null
  if (to.declaredType === '' && to.kind === 'text') return plain
  // numbers of a file that knows no money are whole units, as people write them
  if (from.kind === to.kind && fitsKind(plain, to)) return plain
  return convertCell(plain, { from: from.kind, to, toWholeReference, digits })
}

function createTarget(db: SqlDatabase, target: KeyedTable, pairs: readonly FieldPair[], key: readonly KeyField[]): void {
  const isKeyed = key.length > 0 && key.every(({ name }) => pairs.some(({ to }) => same(to.name, name)))
  const isRowid = isKeyed && key[0]?.collation === 'rowid'
  const columns = pairs.map(({ to }) => {
    const keyField = key.find(({ name }) => same(name, to.name))
    const collation = isKeyed && keyField && !isRowid ? ` COLLATE ${keyField.collation}` : ''
    return `${quoteIdentifier(to.name)} ${to.declaredType}${collation}${isRowid && keyField ? ' PRIMARY KEY' : ''}${isKeyed && keyField ? ' NOT NULL' : ''}`
  })
  if (isKeyed && !isRowid) columns.push(`PRIMARY KEY (${key.map(({ name }) => quoteIdentifier(name)).join(', ')})`)
  db.run(`CREATE TABLE ${quoteIdentifier(target.name)} (${columns.join(', ')})${target.strict ? ' STRICT' : ''}`)
}

function fill(db: SqlDatabase, file: SqlDatabase, source: KeyedTable, target: KeyedTable, pairs: readonly FieldPair[], digits: number): Result<undefined, Failure> {
  const columns = pairs.map(({ to }) => quoteIdentifier(to.name)).join(', ')
  const keys = pairs.map(({ to }) => to.key)
  const insert = createCellStatements(db, (parameters) => `INSERT INTO ${quoteIdentifier(target.name)} (${columns}) VALUES (${parameters.join(', ')})`)
  const read = file.prepare(`SELECT ${rowJsonSql(pairs.map(({ from }) => quoteIdentifier(from.name)), { exact: true, blobLimit: null })} FROM ${quoteIdentifier(source.name)}`)
  let number = 0
  try {
    db.run('BEGIN')
    for (let row = read.next(); row; row = read.next()) {
      number++
      const cells: Cell[] = []
      for (const [i, cell] of (readRowJson(row) ?? []).entries()) {
        const pair = pairs[i]
        if (!pair) continue
        const live = toLive(cell, pair, digits)
        if (live === undefined || (live === null && keys[i])) {
          return fail({ type: 'ValueDoesNotFit', table: target.name, field: pair.to.name, kind: pair.to.kind, value: `${cellToShortText(cell)} (record ${number})` })
        }
        cells.push(live)
      }
      insert.get(cells)
    }
    db.run('COMMIT')
    return ok()
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'ConstraintBroken', table: target.name, detail: `record ${number} has the key of another one, or a value that does not fit` })
    throw error
  } finally {
    read.free()
    insert.free()
  }
}

/**
 * One table of a file as the live table would hold it: fields matched by name in any case,
 * values of the live fields' kinds, keyed where the file has the whole key. `digits`: of the book's money. Fails with
 * `TableNotFound`, `FieldNotFound` (no field in common), `ValueDoesNotFit` or `ConstraintBroken`, naming the record.
 */
export function tableFromFile(engine: SqlEngine, file: SqlDatabase, live: SqlDatabase, tables: TablePair, digits: number): Result<Uint8Array<ArrayBuffer>, Failure> {
  const shape = describeBook(live, NO_OBJECTS_OF_APP)
  const target = findTable(shape, tables.into)
  if (!target.ok) return target
  const source = findSource(file, tables)
  if (!source.ok) return source
  const pairs = pairFields(shape, target.value, source.value)
  if (pairs.length === 0) return fail({ type: 'FieldNotFound', table: tables.into, field: source.value.fields[0]?.name ?? '' })
  const db = engine.open(null)
  try {
    createTarget(db, target.value, pairs, readKey(live, target.value))
    const filled = fill(db, file, source.value, target.value, pairs, digits)
    return filled.ok ? ok(db.bytes()) : filled
  } finally {
    db.close()
  }
}
