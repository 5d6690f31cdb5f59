import type { Work } from '../base/progress'
import type { FailureOf } from '../base/failure'
import { createId, type RandomBytes } from '../base/id'
import { ok, type Result } from '../base/result'
import type { SqlDatabase } from '../book/sqlEngine'
import { sealDbBytes, sealText } from './dbSeal'
import type { Manifest } from './manifest'
import { MANIFEST_TABLE } from './tableShape'

/** The reserved table exactly as every `.db` backup has it. */
export const MANIFEST_TABLE_SQL = `CREATE TABLE ${MANIFEST_TABLE} (name TEXT PRIMARY KEY, value TEXT NOT NULL)`

/** Takes the reserved table out, so that a backup becomes a book again. */
export function dropManifest(db: SqlDatabase): void {
  db.run(`DROP TABLE IF EXISTS ${MANIFEST_TABLE}`)
}

function insertManifest(db: SqlDatabase, manifest: Manifest, nonce: string): void {
  dropManifest(db)
  db.run(MANIFEST_TABLE_SQL)
  const statement = db.prepare(`INSERT INTO ${MANIFEST_TABLE} (name, value) VALUES (?, ?)`)
  try {
    statement.run(['manifest', JSON.stringify(manifest)])
    statement.run(['seal', sealText(nonce)])
  } finally {
    statement.free()
  }
}

/**
 * A `.db` backup of the database, which must be a private copy: it gets the reserved table and is rebuilt by VACUUM, so
 * that nothing deleted is left in the bytes. Left-out fields must have been emptied before.
 */
export async function writeDbBackup(
  db: SqlDatabase, manifest: Manifest, randomBytes: RandomBytes, work: Work,
): Promise<Result<{ bytes: Uint8Array<ArrayBuffer>; seal: string }, FailureOf<'Cancelled'>>> {
  for (;;) {
    const nonce = createId(randomBytes)
    work.report({ step: 'writing', done: 0, total: 3 })
    db.run('PRAGMA secure_delete = ON')
    insertManifest(db, manifest, nonce)
    let paused = await work.pause()
    if (!paused.ok) return paused
    db.run('VACUUM')
    work.report({ step: 'writing', done: 1, total: 3 })
    paused = await work.pause()
    if (!paused.ok) return paused
    const bytes = db.bytes()
    work.report({ step: 'writing', done: 2, total: 3 })
    const seal = sealDbBytes(bytes, nonce)
    work.report({ step: 'writing', done: 3, total: 3 })
    // null: the book holds this very nonce by chance or by design
    if (seal !== null) return ok({ bytes, seal })
  }
}
