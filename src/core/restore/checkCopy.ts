import { checkIntegrity } from '../backup/readDbBackup'
import { digestContent, type ContentDigest } from '../backup/contentDigest'
import type { Failure } from '../base/failure'
import type { Work } from '../base/progress'
import type { Result } from '../base/result'
import type { SqlEngine } from '../book/sqlEngine'

/**
 * Whether a copy of a book's file is a sound database whose every record can be read: SQLite's integrity check, then the
 * content digest. Treats the file like one from outside. Fails with `Damaged` and what digesting fails with.
 */
export async function checkCopy(engine: SqlEngine, bytes: Uint8Array, work: Work): Promise<Result<ContentDigest, Failure>> {
  const db = engine.open(bytes, { untrusted: true })
  try {
    const integrity = checkIntegrity(db)
    return integrity.ok ? await digestContent(db, [], work) : integrity
  } finally {
    db.close()
  }
}
