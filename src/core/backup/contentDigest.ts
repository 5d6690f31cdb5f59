import { textToBytes } from '../base/bytes'
import type { Failure } from '../base/failure'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import { createSha256 } from '../base/sha256'
import { SqlError, type SqlDatabase } from '../book/sqlEngine'
import type { FieldName } from './manifest'
import { lineFields, readRecordLines, type LineBatch } from './recordLines'
import { readTableShapes, type TableShape } from './tableShape'

/** The records of one table, counted and digested. */
export interface TableDigest {
  readonly name: string
  readonly records: number
  readonly digest: string
}

/** The logical content of a book: equal for equal data, whatever the file around it is like. */
export interface ContentDigest {
  readonly contentDigest: string
  readonly tables: TableDigest[]
}

/** Gets what is digested, so that one pass serves the digest and the file. */
export type OnLines = (table: TableShape, fields: readonly string[], batch: LineBatch | null) => Promise<void>

/** The names of the fields left out of one table. */
export function leftOutOf(table: string, leaveOut: readonly FieldName[]): ReadonlySet<string> {
  return new Set(leaveOut.filter((name) => name.table === table).map((name) => name.field))
}

/** The content digest from its tables' digests, which must be in byte order of their names. */
export function combineDigests(tables: readonly TableDigest[]): string {
  const sha = createSha256()
  for (const { name, records, digest } of tables) sha.update(textToBytes(`${JSON.stringify([name, records, digest])}\n`))
  return sha.hex()
}

async function digestTable(
  db: SqlDatabase, shape: TableShape, leaveOut: ReadonlySet<string>, onBatch: (batch: LineBatch) => void, work: Work, onLines: OnLines | undefined,
): Promise<Result<TableDigest, Failure>> {
  const fields = lineFields(shape, leaveOut).map((field) => field.name)
  const sha = createSha256()
  sha.update(textToBytes(`${JSON.stringify({ table: shape.name, fields })}\n`))
  await onLines?.(shape, fields, null)
  let records = 0
  for (const batch of readRecordLines(db, shape, leaveOut)) {
    sha.update(batch.bytes)
    records += batch.records
    await onLines?.(shape, fields, batch)
    onBatch(batch)
    const paused = await work.pause()
    if (!paused.ok) return paused
  }
  return ok({ name: shape.name, records, digest: sha.hex() })
}

/**
 * SHA-256 over the logical content: tables by name, records by key, values with their types; `leaveOut` fields and
 * generated ones do not count. Unchanged by VACUUM and page size. `onLines` is told of each table (with null) and
 * then of its lines. Fails with `Damaged` when the file cannot be read to its end, or `Cancelled`.
 */
export async function digestContent(db: SqlDatabase, leaveOut: readonly FieldName[], work: Work, onLines?: OnLines): Promise<Result<ContentDigest, Failure>> {
  try {
    const [size] = db.rows('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size')
    const total = Number(size?.[0] ?? 0)
    let done = 0
    const onBatch = (batch: LineBatch) => {
      done += batch.bytes.length
      work.report({ step: 'digesting', done: Math.min(done, total), total })
    }
    work.report({ step: 'digesting', done, total })
    const tables: TableDigest[] = []
    for (const shape of readTableShapes(db)) {
      const digested = await digestTable(db, shape, leftOutOf(shape.name, leaveOut), onBatch, work, onLines)
      if (!digested.ok) return digested
      tables.push(digested.value)
    }
    return ok({ contentDigest: combineDigests(tables), tables })
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'Damaged', detail: error.message })
    throw error
  }
}
