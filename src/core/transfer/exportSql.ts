import { base64ToBytes, bytesToHex, textToBytes } from '../base/bytes'
import type { Cell } from '../base/cell'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { quoteText } from '../book/sqlTokens'
import type { SqlDatabase } from '../book/sqlEngine'
import type { OpenRecords } from './eachRecord'

const hex = (base64: string) => bytesToHex(base64ToBytes(base64) ?? new Uint8Array()).toUpperCase()

/** A cell as a literal of SQLite (https://sqlite.org/lang_expr.html#literal_values_constants_). */
export function cellToLiteral(cell: Cell): string {
  if (cell === null) return 'NULL'
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'string') return cell.includes('\0') ? `CAST(X'${bytesToHex(textToBytes(cell)).toUpperCase()}' AS TEXT)` : quoteText(cell)
  if ('i' in cell) return cell.i
  // there is no literal for infinity; a number that is too large is read as it
  if ('r' in cell) return cell.r === 'Infinity' ? '9e999' : cell.r === '-Infinity' ? '-9e999' : cell.r
  return 'b' in cell ? `X'${hex(cell.b)}'` : `CAST(X'${hex(cell.x)}' AS TEXT)`
}

function createText(db: SqlDatabase, { table, fields }: OpenRecords): string {
  if (table.kind !== 'table') return `CREATE TABLE ${quoteIdentifier(table.name)} (${fields.map((field) => `${quoteIdentifier(field.name)} ${field.declaredType}`.trim()).join(', ')});\n`
  const rest = db.rows("SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND type = 'index' AND sql IS NOT NULL ORDER BY name", [table.name])
  return [table.sql, ...rest.map(([sql]) => String(sql))].map((sql) => `${sql};\n`).join('')
}

/** Records as SQL that makes their table and puts them into it, in one transaction, in pieces. A view comes as a table. */
export function* recordsToSql(db: SqlDatabase, records: OpenRecords): Generator<Uint8Array<ArrayBuffer>> {
  const { table, fields, read } = records
  const stored = fields.map((field, i) => ({ field, i })).filter(({ field }) => table.kind !== 'table' || !field.generated)
  const insert = `INSERT INTO ${quoteIdentifier(table.name)} (${stored.map(({ field }) => quoteIdentifier(field.name)).join(', ')}) VALUES `
  let text = `PRAGMA foreign_keys = OFF;\nBEGIN;\n${createText(db, records)}`
  for (const cells of read()) {
    text += `${insert}(${stored.map(({ i }) => cellToLiteral(cells[i] ?? null)).join(', ')});\n`
    if (text.length < 250_000) continue
    yield textToBytes(text)
    text = ''
  }
  yield textToBytes(`${text}COMMIT;\n`)
}
