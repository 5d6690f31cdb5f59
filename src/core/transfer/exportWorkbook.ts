import type { CellObject, SheetData } from 'write-excel-file/universal'
import { base64Size } from '../base/bytes'
import type { Cell } from '../base/cell'
import type { Failure } from '../base/failure'
import { fail, ok, type Result } from '../base/result'
import type { FieldKind } from '../book/bookDescription'
import { isDate, isDateTime } from '../book/calendar'
import { cellToCsv } from '../book/csv'
import { currencyDigits } from '../book/currencyDigits'
import type { OpenRecords } from './eachRecord'
import type { ExportedFile, FileNote } from './exportQuery'

/** Rows that a sheet has, less the one of field names: https://support.microsoft.com/office/excel-specifications-and-limits */
const MAX_RECORDS = 1_048_575
/** All cells of a workbook are held at once. */
const MAX_CELLS = 5_000_000
/** Characters that a cell can hold. */
const MAX_TEXT = 32_767
const FIRST_YEAR = '1900-03-01'
const MAX_NAME = 31

const number = (value: number, format?: string): CellObject => ({ value, type: Number, ...(format === undefined ? {} : { format }) })
/** Characters that XML 1.0 does not have, does not keep or discourages (the library drops all of these, and U+FFFD), and what reads as if it stood for one. */
const UNWRITABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u0084\u0086-\u009f\ufffd\p{Noncharacter_Code_Point}]|_(?=x[0-9A-Fa-f]{4}_)/gu
/** Names that every object has: the library keeps texts as names of an object, and takes these for known ones. */
const NAMES_OF_OBJECTS = new Set(Object.getOwnPropertyNames(Object.prototype))
/** Of a character that UTF-16 needs two units for, each. */
const inHex = (char: string) => char.split('').map((unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`).join('')

/** A text as a cell. What cannot be written is told by its number (ECMA-376 part 1, 22.9.2.19), as is the first character of such a name: programs show it as it was. */
function text(value: string): CellObject {
  const written = NAMES_OF_OBJECTS.has(value) ? inHex(value.charAt(0)) + value.slice(1) : value.replace(UNWRITABLE, inHex)
  return { value: written, type: String }
}

function momentCell(value: string): CellObject {
  // a calendar that begins in 1900, and knows no zones
  if (value < FIRST_YEAR || (!isDate(value) && (!isDateTime(value) || /[Z+-]/.test(value.slice(16))))) return text(value)
  const date = new Date(isDate(value) ? `${value}T00:00:00Z` : `${value.replace(' ', 'T')}Z`)
  return { value: date, type: Date, format: isDate(value) ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm' }
}

function toSheetCell(cell: Cell, kind: FieldKind, digits: number): CellObject | null {
  if (cell === null) return null
  if (typeof cell === 'string') return kind === 'date' || kind === 'date-time' ? momentCell(cell) : text(cell)
  if (kind === 'yes-no' && (cell === 0 || cell === 1)) return { value: cell === 1, type: Boolean }
  const written = cellToCsv(cell, kind, digits)
  if (typeof cell === 'object' && ('b' in cell || 'x' in cell)) return text(written)
  const value = Number(written)
  // doubles have 15 digits that are sure: longer numbers stay what they are as text
  if (!Number.isFinite(value) || (!(typeof cell === 'object' && 'r' in cell) && written.replace(/[-.]/g, '').length > 15)) return text(written)
  return kind === 'money' ? number(value, digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`) : number(value)
}

/** Characters of a cell as they count in a workbook: texts, and files in base64. */
function writtenLength(cell: Cell): number {
  if (typeof cell === 'string') return cell.length
  return typeof cell === 'object' && cell !== null ? ('b' in cell ? cell.b : 'x' in cell ? cell.x : '').length : 0
}

/** The note for a file that is too long for a cell; null for any other value, and where nothing is to be left out. */
function noteFor(cell: Cell, note: FileNote | null): CellObject | null {
  if (!note || typeof cell !== 'object' || cell === null || !('b' in cell) || cell.b.length <= MAX_TEXT) return null
  const size = base64Size(cell.b)
  const [unit, bytes] = size < 1_000_000 ? (['kilobyte', 1_000] as const) : (['megabyte', 1_000_000] as const)
  const words = new Intl.NumberFormat(note.locale, { style: 'unit', unit, maximumFractionDigits: unit === 'megabyte' ? 1 : 0 }).format(size / bytes)
  return text(note.text.replace('{size}', () => words))
}

/** A table's name as a sheet can have it. */
function sheetName(name: string): string {
  const usable = name.replace(/[\\/?*[\]:\u0000-\u001f]/g, ' ').replace(/^'+|'+$/g, '').slice(0, MAX_NAME).trim()
  return usable === '' || usable.toLowerCase() === 'history' ? 'Records' : usable
}

/**
 * Records as a workbook (ECMA-376, .xlsx) of one sheet, dates and numbers as such. The library is fetched only here. With
 * a note, files that do not go into a cell are left out and told by it. Fails with `TooManyRecords`, and with
 * `ValuesTooLong` for the field that most of them are of.
 */
export async function recordsToWorkbook({ table, fields, count, read }: OpenRecords, currency: string, note: FileNote | null = null): Promise<Result<ExportedFile, Failure>> {
  const limit = Math.min(MAX_RECORDS, Math.floor(MAX_CELLS / Math.max(fields.length, 1)))
  if (count > limit) return fail({ type: 'TooManyRecords', records: count, limit })
  const { default: writeWorkbook } = await import('write-excel-file/universal')
  const tooLong = fields.map(() => 0)
  const digits = fields.map((field) => currencyDigits(field.currency ?? currency))
  const widths = fields.map((field) => field.name.length)
  let filesLeftOut = 0
  const rows: SheetData = [fields.map((field) => ({ ...text(field.name), fontWeight: 'bold' }))]
  for (const cells of read()) {
    const notes = cells.map((cell) => noteFor(cell, note))
    filesLeftOut += notes.filter((one) => one !== null).length
    const row = cells.map((cell, i) => notes[i] ?? toSheetCell(cell, fields[i]?.kind ?? 'text', digits[i] ?? 2))
    if (rows.length < 200) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, typeof cell?.value === 'string' ? cell.value.length : 11)
    for (const [i, cell] of cells.entries()) if (!notes[i] && writtenLength(cell) > MAX_TEXT) tooLong[i] = (tooLong[i] ?? 0) + 1
    rows.push(row)
  }
  // nothing is cut in silence: whoever opens the file would not see that something is missing
  const worst = tooLong.indexOf(Math.max(0, ...tooLong))
  const records = tooLong[worst] ?? 0
  if (records > 0) return fail({ type: 'ValuesTooLong', field: fields[worst]?.name ?? '', records, limit: MAX_TEXT })
  const columns = widths.map((width) => ({ width: Math.min(Math.max(width + 2, 8), 50) }))
  const file = await writeWorkbook(rows, { sheet: sheetName(table.name), columns, stickyRowsCount: 1 }).toBlob()
  return ok({ file, filesLeftOut })
}
