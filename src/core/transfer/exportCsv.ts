import { cellToCsv, csvLine, gatherLines, textToCsv } from '../book/csv'
import { currencyDigits } from '../book/currencyDigits'
import type { OpenRecords } from './eachRecord'

function* lines({ fields, read }: OpenRecords, currency: string): Generator<string> {
  const digits = fields.map((field) => currencyDigits(field.currency ?? currency))
  yield csvLine(fields.map((field) => textToCsv(field.name)))
  for (const cells of read()) yield csvLine(cells.map((cell, i) => cellToCsv(cell, fields[i]?.kind ?? 'text', digits[i] ?? 2)))
}

/** Records as CSV: UTF-8 with a byte order mark, CRLF, a line of field names first; what a spreadsheet would run is made plain text. `currency`: of the book. */
export const recordsToCsv = (records: OpenRecords, currency: string): Generator<Uint8Array<ArrayBuffer>> => gatherLines(lines(records, currency))
