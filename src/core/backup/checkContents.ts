import type { Failure } from '../base/failure'
import type { Work } from '../base/progress'
import { ok, type Result } from '../base/result'
import type { SqlDatabase } from '../book/sqlEngine'
import type { BackupProblem } from './backupProblem'
import { combineDigests, digestContent, type TableDigest } from './contentDigest'
import type { Manifest } from './manifest'
import { digestSchema } from './schemaDigest'

/** A backup opened as a database, and all that is wrong with it. */
export interface BackupReading {
  readonly manifest: Manifest
  /** The caller closes it. */
  readonly db: SqlDatabase
  /** Of the data as read now, whatever the manifest says. */
  readonly contentDigest: string
  readonly tables: readonly TableDigest[]
  /** Empty when the backup is what it says, byte for byte. */
  readonly problems: readonly BackupProblem[]
}

function digestProblem(detail: string, expected: string, actual: string): BackupProblem {
  return { code: 'digest-mismatch', detail, failure: { type: 'DigestMismatch', expected, actual } }
}

function tableProblems(expected: readonly TableDigest[], actual: readonly TableDigest[]): BackupProblem[] {
  const problems: BackupProblem[] = []
  const found = new Map(actual.map((table) => [table.name, table]))
  for (const table of expected) {
    const here = found.get(table.name)
    found.delete(table.name)
    if (!here || here.records !== table.records) {
      const detail = `Table ${table.name} should have ${table.records} records and has ${here?.records ?? 'none'}.`
      problems.push({ code: 'count-mismatch', detail, failure: { type: 'Damaged', detail } })
    } else if (here.digest !== table.digest) problems.push(digestProblem(`The records of table ${table.name} are not those that were backed up.`, table.digest, here.digest))
  }
  for (const name of found.keys()) {
    const detail = `Table ${name} is not in the manifest.`
    problems.push({ code: 'schema-mismatch', detail, failure: { type: 'Damaged', detail } })
  }
  return problems
}

/** Digests a database and holds it against the manifest that came with it. `problems` are those known before. */
export async function checkContents(
  db: SqlDatabase, manifest: Manifest, problems: readonly BackupProblem[], work: Work,
): Promise<Result<BackupReading, Failure>> {
  const digested = await digestContent(db, manifest.fieldsLeftOut, work)
  if (!digested.ok) return digested
  const { contentDigest, tables } = digested.value
  const found = [...problems, ...tableProblems(manifest.tables, tables)]
  const schemaDigest = digestSchema(db)
  if (schemaDigest !== manifest.schemaDigest) {
    const failure = { type: 'DigestMismatch', expected: manifest.schemaDigest, actual: schemaDigest } as const
    found.push({ code: 'schema-mismatch', detail: 'The tables, views or triggers are not those that were backed up.', failure })
  }
  if (contentDigest !== manifest.contentDigest || combineDigests(manifest.tables) !== manifest.contentDigest) {
    found.push(digestProblem('The data is not the data that was backed up.', manifest.contentDigest, contentDigest))
  }
  return ok({ manifest, db, contentDigest, tables, problems: found })
}
