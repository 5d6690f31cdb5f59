import type { Work } from '../base/progress'
import type { FailureOf } from '../base/failure'
import { createId, type RandomBytes } from '../base/id'
import { ok, type Result } from '../base/result'
import { ROOMY_CACHE, type SqlDatabase } from '../book/sqlEngine'
import { sealDbBytes, sealText } from './dbSeal'
import type { Manifest } from './manifest'
import type { SpooledFile, SpoolStore } from './spool'
import { spoolChunks } from './spoolChunks'
import { MANIFEST_TABLE } from './tableShape'

const PIECE = 4 * 1024 * 1024

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

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

/**
 * A `.db` backup of the database, which must be a private copy: it gets the reserved table and is rebuilt by VACUUM, so
 * that nothing deleted is left in the bytes. Left-out fields must have been emptied before. The file is in memory once. Throws `SpoolError`.
 */
export async function writeDbBackup<F extends SpooledFile>(
  db: SqlDatabase, manifest: Manifest, { randomBytes, spools }: { readonly randomBytes: RandomBytes; readonly spools: SpoolStore<F> }, work: Work,
): Promise<Result<{ file: F; seal: string }, FailureOf<'Cancelled'>>> {
  for (;;) {
    const nonce = createId(randomBytes)
    work.report({ step: 'writing', done: 0, total: 3 })
    db.run('PRAGMA secure_delete = ON')
    insertManifest(db, manifest, nonce)
    let paused = await work.pause()
    if (!paused.ok) return paused
    // a private copy needs no way back, which would be another copy of the book in memory
    db.run(`PRAGMA journal_mode = OFF; ${ROOMY_CACHE}; VACUUM`)
    work.report({ step: 'writing', done: 1, total: 3 })
    paused = await work.pause()
    if (!paused.ok) return paused
    const bytes = db.bytes()
    work.report({ step: 'writing', done: 2, total: 3 })
    const seal = sealDbBytes(bytes, nonce)
    work.report({ step: 'writing', done: 3, total: 3 })
    // null: the book holds this very nonce by chance or by design
    if (seal === null) continue
    const file = await spoolChunks(spools, inPieces(bytes), work)
    return file.ok ? ok({ file: file.value, seal }) : file
  }
}
