import { readFileSync } from 'node:fs'
import { memoryFileSource, type FileSource } from '../../../src/core/base/fileSource'
import { unwatchedWork } from '../../../src/core/base/progress'
import type { Cell } from '../../../src/core/base/cell'
import { inspectFile, type InspectDeps } from '../../../src/core/restore/inspectFile'
import { FILE_ALONE, type InspectRequest } from '../../../src/core/restore/inspectRequest'
import { nodeCompression } from '../../../src/platform/node/nodeCompression'
import { createDeps } from '../backup/backupParts'

/** What inspecting, preparing and making backups need, over real sql.js and zlib. */
export async function createInspectDeps() {
  return { ...(await createDeps()), compression: nodeCompression }
}

/** A sample of another system, as it is in the fixtures. */
export const foreignSample = (name: string) => new Uint8Array(readFileSync(`tests/fixtures/foreign/${name}`))

/** Inspects bytes or a source. */
export function inspect(deps: InspectDeps, file: Uint8Array | FileSource, name = 'file', request: Partial<InspectRequest> = {}) {
  return inspectFile(deps, file instanceof Uint8Array ? memoryFileSource(name, file) : file, unwatchedWork, { ...FILE_ALONE, ...request })
}

/** All records of a query on a finished file. */
export function query(deps: InspectDeps, bytes: Uint8Array, sql: string): Cell[][] {
  const db = deps.engine.open(bytes)
  try {
    return db.rows(sql) as Cell[][]
  } finally {
    db.close()
  }
}
