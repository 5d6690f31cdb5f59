import type { Failure } from '../../base/failure'
import { hintTexts } from '../../base/failureTexts'
import type { FileSource } from '../../base/fileSource'
import { ok, type Result, fail } from '../../base/result'
import type { Work } from '../../base/progress'
import { UNPACKED_LIMIT } from '../../backup/sealedGzip'
import { HEAD_BYTES, type DetectedFormat } from '../detectFormat'
import { plainContents, SourceReadError, type FileContents } from '../fileContents'
import type { ContentOutcome } from '../inspectDatabase'
import { FILE_ALONE, type InspectRequest } from '../inspectRequest'
import { unwrapFile, type UnwrapDeps } from '../unwrap/unwrapFile'
import { openCsv, type DetectedCsv } from './inspectCsv'
import type { ForeignSource } from './foreignSource'
import { repeatReading } from './inspectForeign'
import { openWorkbook } from './inspectWorkbook'
import { jsonSource } from './jsonSource'

/** A file of tables, open to be read as often as it takes. */
export interface OpenedTables {
  readonly format: 'csv' | 'xlsx' | 'json'
  readonly source: ForeignSource
  /** Why a reading ended early, where what the file is wrapped in broke. */
  failed(): Failure | null
}

const unreadable = (reason: string): Failure => ({ type: 'FileUnreadable', reason })

function outcomeToFailure({ findings }: ContentOutcome): Failure {
  return unreadable(findings.find(({ severity }) => severity === 'error')?.detail ?? hintTexts.unknown)
}

const failedReading = (failed: () => ContentOutcome | null) => () => {
  const outcome = failed()
  return outcome && outcomeToFailure(outcome)
}

/** Text whose lines are no table by themselves: one column of values. Nobody would take a file for that unasked. */
function asColumn(head: Uint8Array): DetectedCsv {
  const byteOrderMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  return { layout: { delimiter: ',', newline: '\n', mixed: true }, byteOrderMark }
}

async function openContents(deps: UnwrapDeps, contents: FileContents, fileName: string, detected: DetectedFormat): Promise<Result<OpenedTables, Failure>> {
  switch (detected.kind) {
    case 'csv':
    case 'other': {
      if (detected.kind === 'other' && detected.hint !== 'text') return fail(unreadable(detected.reason))
      const opened = await openCsv(contents, detected.kind === 'csv' ? detected : asColumn(contents.head), fileName)
      return 'verdict' in opened ? fail(outcomeToFailure(opened)) : ok({ format: 'csv', source: opened.source, failed: failedReading(opened.failed) })
    }
    case 'workbook': {
      const opened = await openWorkbook(deps.compression, contents)
      if (!opened) return fail(unreadable(hintTexts.zip))
      return 'verdict' in opened ? fail(outcomeToFailure(opened)) : ok({ format: 'xlsx', source: opened, failed: () => null })
    }
    case 'json': {
      if (detected.shape === 'nightsafe') return fail(unreadable('It is a backup of a book. Choose it under “Restore”.'))
      const reading = repeatReading(contents, detected.byteOrderMark)
      if (!('open' in reading)) return fail(outcomeToFailure(reading))
      return ok({ format: 'json', source: jsonSource(detected.shape, () => reading.open(), contents.size ?? 0), failed: failedReading(() => reading.failed()) })
    }
    case 'sqlite':
    case 'sql-dump':
      return fail(unreadable('It is a whole database. Choose it under “Restore”: its tables can be brought in from there.'))
    case 'age':
    case 'gzip':
      return fail(unreadable('It is wrapped more than once. Unpack it first.'))
  }
}

/**
 * Opens a file of separated values, a workbook or a JSON document of records (packed or encrypted too) to be read, told by
 * its content. Fails with `FileEmpty`, `FileTooLarge`, `FileUnreadable`, `NeedsPassphrase` and what unlocking fails with.
 */
export async function openTables(deps: UnwrapDeps, source: FileSource, work: Work, request: InspectRequest = FILE_ALONE): Promise<Result<OpenedTables, Failure>> {
  const limit = deps.limit ?? UNPACKED_LIMIT
  if (source.size === 0) return fail({ type: 'FileEmpty' })
  if (source.size > limit) return fail({ type: 'FileTooLarge', size: source.size, limit })
  try {
    const head = await source.read(0, Math.min(HEAD_BYTES, source.size))
    if (!head.ok) return head
    const inside = await unwrapFile(deps, plainContents(source, head.value), work, request)
    if (inside.kind === 'refused') return fail(inside.locked ?? unreadable(inside.finding.detail))
    return await openContents(deps, inside.contents, inside.name ?? source.name, inside.detected)
  } catch (error) {
    if (error instanceof SourceReadError) return fail(error.failure)
    throw error
  }
}
