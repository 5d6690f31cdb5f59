import { base64ToBytes, textToBytes } from '../base/bytes'
import type { Cell } from '../base/cell'
import type { FieldKind } from '../book/bookDescription'
import { cellToCsv } from '../book/csv'
import { currencyDigits } from '../book/currencyDigits'
import type { OpenRecords } from './eachRecord'

/** A cell as JSON text: numbers with all their digits, money in whole units, yes/no as such, bytes as base64. */
function cellToJson(cell: Cell, kind: FieldKind, digits: number): string {
  if (cell === null) return 'null'
  if (typeof cell === 'string') return JSON.stringify(cell)
  if (kind === 'yes-no' && (cell === 0 || cell === 1)) return String(cell === 1)
  if (typeof cell === 'number') return kind === 'money' ? cellToCsv(cell, kind, digits) : String(cell)
  if ('i' in cell) return cellToCsv(cell, kind, digits)
  if ('r' in cell) return Number.isFinite(Number(cell.r)) ? cell.r : JSON.stringify(cell.r)
  if ('b' in cell) return JSON.stringify(cell.b)
  return JSON.stringify(new TextDecoder().decode(base64ToBytes(cell.x) ?? new Uint8Array()))
}

/** Records as a JSON list of objects (RFC 8259), one a line, in pieces. `currency`: of the book. */
export function* recordsToJson({ fields, read }: OpenRecords, currency: string): Generator<Uint8Array<ArrayBuffer>> {
  const names = fields.map((field) => JSON.stringify(field.name))
  const digits = fields.map((field) => currencyDigits(field.currency ?? currency))
  let text = '['
  let isFirst = true
  for (const cells of read()) {
    const members = cells.map((cell, i) => `${names[i]}: ${cellToJson(cell, fields[i]?.kind ?? 'text', digits[i] ?? 2)}`)
    text += `${isFirst ? '' : ','}\n  {${members.join(', ')}}`
    isFirst = false
    if (text.length < 250_000) continue
    yield textToBytes(text)
    text = ''
  }
  yield textToBytes(`${text}\n]\n`)
}
