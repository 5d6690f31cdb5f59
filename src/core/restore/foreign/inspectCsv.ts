import type { Work } from '../../base/progress'
import type { SqlEngine } from '../../book/sqlEngine'
import { errorFinding } from '../failureToFinding'
import type { FileContents } from '../fileContents'
import { unusable, type ContentOutcome } from '../inspectDatabase'
import { csvSource } from './csvSource'
import type { CsvLayout } from './detectCsv'
import { tableNameOf } from './fieldNames'
import { inspectForeignTables, repeatReading } from './inspectForeign'
import { detectEncoding } from './textEncoding'

/** What was told of a CSV file from its beginning. */
export interface DetectedCsv {
  readonly layout: CsvLayout
  readonly byteOrderMark: boolean
}

/** Reads a file of separated values into a database of its own: one table, named after the file. */
export async function inspectCsv(engine: SqlEngine, contents: FileContents, detected: DetectedCsv, fileName: string, work: Work): Promise<ContentOutcome> {
  const reading = repeatReading(contents, detected.byteOrderMark)
  if (!('open' in reading)) return reading
  const open = () => reading.open()
  const encoding = await detectEncoding(open)
  const broken = reading.failed()
  if (broken) return broken
  if (encoding === 'broken') return unusable('damaged', 'csv', [errorFinding('corrupt', 'Some of its characters are broken: it is UTF-8, but not throughout.')])
  const { default: papa } = await import('papaparse')
  const source = csvSource({ papa, layout: detected.layout, encoding, name: tableNameOf(fileName), size: contents.size ?? 0, open })
  const kind = { verdict: 'foreign-tables', format: 'csv', otherwise: 'It is text, but no table that is known here.' } as const
  const outcome = await inspectForeignTables(engine, source, kind, () => reading.failed(), work)
  if (encoding === 'utf-8' || !outcome.db) return outcome
  return { ...outcome, findings: [...outcome.findings, { code: 'converted', severity: 'info', detail: 'Its characters are read as Windows-1252, since they are no UTF-8.' }] }
}
