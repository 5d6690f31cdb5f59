import type { Work } from '../../base/progress'
import type { SqlEngine } from '../../book/sqlEngine'
import { errorFinding } from '../failureToFinding'
import type { FileContents } from '../fileContents'
import { unusable, type ContentOutcome } from '../inspectDatabase'
import { csvSource } from './csvSource'
import type { CsvLayout } from './detectCsv'
import { tableNameOf } from './fieldNames'
import type { ForeignSource } from './foreignSource'
import { inspectForeignTables, repeatReading } from './inspectForeign'
import { detectEncoding } from './textEncoding'

/** What was told of a CSV file from its beginning. */
export interface DetectedCsv {
  readonly layout: CsvLayout
  readonly byteOrderMark: boolean
}

/** A file of separated values, open to be read: how its characters are read, and what went wrong meanwhile with what it is wrapped in. */
export interface OpenedCsv {
  readonly source: ForeignSource
  readonly encoding: 'utf-8' | 'windows-1252'
  failed(): ContentOutcome | null
}

/** Opens a file of separated values as a source of one table, named after the file. */
export async function openCsv(contents: FileContents, detected: DetectedCsv, fileName: string): Promise<OpenedCsv | ContentOutcome> {
  const reading = repeatReading(contents, detected.byteOrderMark)
  if (!('open' in reading)) return reading
  const open = () => reading.open()
  const encoding = await detectEncoding(open)
  const broken = reading.failed()
  if (broken) return broken
  if (encoding === 'broken') return unusable('damaged', 'csv', [errorFinding('corrupt', 'Some of its characters are broken: it is UTF-8, but not throughout.')])
  const { default: papa } = await import('papaparse')
  const source = csvSource({ papa, layout: detected.layout, encoding, name: tableNameOf(fileName), size: contents.size ?? 0, open })
  return { source, encoding, failed: () => reading.failed() }
}

/** Reads a file of separated values into a database of its own: one table, named after the file. */
export async function inspectCsv(engine: SqlEngine, contents: FileContents, detected: DetectedCsv, fileName: string, work: Work): Promise<ContentOutcome> {
  const opened = await openCsv(contents, detected, fileName)
  if ('verdict' in opened) return opened
  const { source, encoding, failed } = opened
  const kind = { verdict: 'foreign-tables', format: 'csv', otherwise: 'It is text, but no table that is known here.' } as const
  const outcome = await inspectForeignTables(engine, source, kind, failed, work)
  if (encoding === 'utf-8' || !outcome.db) return outcome
  return { ...outcome, findings: [...outcome.findings, { code: 'converted', severity: 'info', detail: 'Its characters are read as Windows-1252, since they are no UTF-8.' }] }
}
