import type { Work } from '../../base/progress'
import { digestContent } from '../../backup/contentDigest'
import type { SqlEngine } from '../../book/sqlEngine'
import { listTables } from '../checkDatabase'
import { errorFinding, failureToFinding, unpackingToFinding } from '../failureToFinding'
import type { ContentReading, FileContents } from '../fileContents'
import { failedOutcome, NO_OBJECTS, unusable, type ContentOutcome } from '../inspectDatabase'
import type { FileFormat, FileVerdict } from '../inspection'
import type { ForeignSource } from './foreignSource'
import { readForeign } from './readForeign'

/** Formats whose tables are made here, with amounts in hundredths until the book's currency is known. */
export const LOADED_FORMATS: ReadonlySet<FileFormat | null> = new Set<FileFormat | null>(['budget-manager-json', 'ff2api-json', 'json-tables', 'csv', 'xlsx'])

/** How a format's readings are called. */
export interface ForeignKind {
  readonly verdict: FileVerdict
  readonly format: FileFormat
  /** What is said of a file that is not of this format after all. */
  readonly otherwise: string
}

/** The outcome of contents that could not be unpacked. */
export function unpackingOutcome(failure: Parameters<typeof unpackingToFinding>[0]): ContentOutcome {
  const { verdict, finding } = unpackingToFinding(failure)
  return unusable(verdict, null, [finding])
}

async function* withoutFirst(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let skip = count
  for await (const chunk of chunks) {
    const skipped = Math.min(skip, chunk.length)
    skip -= skipped
    yield chunk.subarray(skipped)
  }
}

/** Contents that are read several times over, each time from the beginning. */
export interface RepeatedReading {
  open(): AsyncIterable<Uint8Array>
  /** The outcome where unpacking failed in some reading; null when all is well. */
  failed(): ContentOutcome | null
}

/** Makes contents readable again and again, without their byte order mark of three bytes. */
export function repeatReading(contents: FileContents, byteOrderMark: boolean): RepeatedReading | ContentOutcome {
  const readings: ContentReading[] = []
  let next = contents.read()
  if (!next.ok) return unpackingOutcome(next.failure)
  return {
    open() {
      if (!next.ok) throw new TypeError('a header that was read once can be read again')
      const reading = next.value
      readings.push(reading)
      next = contents.read()
      return byteOrderMark ? withoutFirst(reading.chunks, 3) : reading.chunks
    },
    failed() {
      for (const reading of readings) {
        const unpacked = reading.outcome()
        if (!unpacked.ok) return unpackingOutcome(unpacked.failure)
      }
      return null
    },
  }
}

/** Reads another program's tables into a database of their own; `failed` tells of a wrapper that broke meanwhile. */
export async function inspectForeignTables(
  engine: SqlEngine, source: ForeignSource, kind: ForeignKind, failed: () => ContentOutcome | null, work: Work,
): Promise<ContentOutcome> {
  const { verdict, format } = kind
  const read = await readForeign(engine, source, work)
  const broken = failed()
  if (broken) {
    if (read.kind === 'read') read.db.close()
    return broken
  }
  switch (read.kind) {
    case 'other-shape': return unusable('not-a-backup', null, [errorFinding('not-a-backup', `${kind.otherwise} ${read.reason}`)])
    case 'refused': return unusable('not-a-backup', null, [read.finding])
    case 'damaged': return unusable('damaged', format, [read.finding])
    case 'cancelled': return unusable('not-a-backup', null, [failureToFinding(read.failure).finding])
    case 'read': break
  }
  const digest = await digestContent(read.db, [], work)
  if (!digest.ok) {
    read.db.close()
    return failedOutcome(digest.failure, format)
  }
  const { contentDigest, tables } = digest.value
  return { verdict, format, manifest: null, contentDigest, tables: listTables(tables, NO_OBJECTS), objects: NO_OBJECTS, findings: read.findings, db: read.db }
}
