import { base64ToBytes, textToBytes } from '../base/bytes'
import type { Cell } from '../base/cell'
import { quoteIdentifier } from '../base/quoteIdentifier'
import type { FieldKind } from './bookDescription'
import { keySql, type KeyedTable } from './keyedTable'
import { readRowJson, rowJsonSql } from './rowJson'
import type { SqlDatabase } from './sqlEngine'

/**
 * A spreadsheet takes text that begins so for a formula and runs it (https://owasp.org/www-community/attacks/CSV_Injection).
 * Text that looks as if it had been made plain already is made plain once more, so that taking one apostrophe off gives it back.
 */
const FORMULA = /^'*[=+\-@\t\r\0]/
/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff'

/** Text as one value of a CSV line (RFC 4180); what a spreadsheet would run is made plain text by an apostrophe. */
export function textToCsv(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Smallest units of money as a decimal number: 1250 is 12.50 with two digits. */
function moneyText(whole: string, digits: number): string {
  if (digits === 0) return whole
  const sign = whole.startsWith('-') ? '-' : ''
  const padded = whole.slice(sign.length).padStart(digits + 1, '0')
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}

/** A cell as one value of a CSV line. Numbers stay numbers; money is written in whole units with `digits` after the point; bytes are base64. */
export function cellToCsv(cell: Cell, kind: FieldKind, digits: number): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return textToCsv(cell)
  if (typeof cell === 'number') return kind === 'money' && Number.isInteger(cell) ? moneyText(String(cell), digits) : String(cell)
  if ('i' in cell) return kind === 'money' ? moneyText(cell.i, digits) : cell.i
  if ('r' in cell) return String(Number(cell.r))
  if ('b' in cell) return cell.b
  const bytes = base64ToBytes(cell.x)
  return bytes ? textToCsv(new TextDecoder().decode(bytes)) : ''
}

/** One line of values that are CSV already, with its end. */
export const csvLine = (values: readonly string[]): string => `${values.join(',')}\r\n`

/** Lines gathered to about a quarter of a megabyte. */
export function* gatherLines(lines: Iterable<string>): Generator<Uint8Array<ArrayBuffer>> {
  let text = BYTE_ORDER_MARK
  for (const line of lines) {
    text += line
    if (text.length < 250_000) continue
    yield textToBytes(text)
    text = ''
  }
  if (text !== '') yield textToBytes(text)
}

function* tableLines(db: SqlDatabase, table: KeyedTable, digits: number): Generator<string> {
  const columns = table.fields.map((field) => quoteIdentifier(field.name))
  yield csvLine(table.fields.map((field) => textToCsv(field.name)))
  const order = keySql(table)
  const select = (exact: boolean) =>
    db.prepare(`SELECT ${rowJsonSql(columns, { exact, blobLimit: null })} FROM ${quoteIdentifier(table.name)}${order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`}`)
  let exact = false
  let statement = select(exact)
  try {
    for (let done = 0, row = statement.next(); row; row = statement.next()) {
      const cells = readRowJson(row)
      if (!cells) {
        // text that is not well-formed UTF-8: from this record on everything is read the slow way
        exact = true
        statement.free()
        statement = select(exact)
        for (let i = 0; i < done; i++) statement.next()
        continue
      }
      done++
      yield csvLine(cells.map((cell, i) => cellToCsv(cell, table.fields[i]?.kind ?? 'text', digits)))
    }
  } finally {
    statement.free()
  }
}

/** A whole table as CSV in pieces: UTF-8 with a byte order mark, CRLF, a line of field names first. Throws `SqlError` where it cannot be read. */
export const tableToCsv = (db: SqlDatabase, table: KeyedTable, digits: number): Generator<Uint8Array<ArrayBuffer>> => gatherLines(tableLines(db, table, digits))
