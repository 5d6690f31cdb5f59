import { basename } from 'node:path'
import { unwatchedWork } from '../core/base/progress'
import { inspectFile, type InspectDeps, type InspectedFile } from '../core/restore/inspectFile'
import type { FindingCode, Inspection } from '../core/restore/inspection'
import { openNodeFileSource, type NodeFileSource } from '../platform/node/nodeFileSource'
import type { GivenWith } from './task'

/** The inspection of a file of which nothing could be learnt. */
export function emptyInspection(path: string, verdict: Inspection['verdict'], code: FindingCode, detail: string): Inspection {
  return {
    fileName: basename(path),
    fileSize: 0,
    verdict,
    format: null,
    wrappers: [],
    manifest: null,
    contentDigest: null,
    tables: [],
    views: [],
    triggers: [],
    findings: [{ code, severity: 'error', detail }],
    hint: null,
    salvageable: false,
    choices: [],
  }
}

/** The log that lies beside a database, where there is one that can be read. */
async function openWal(path: string): Promise<NodeFileSource | null> {
  const wal = await openNodeFileSource(`${path}-wal`)
  return wal.ok ? wal.value : null
}

/** Inspects a file on disk, with the `-wal` file beside it if there is one, and hands it to `use` while it is open. */
export async function withInspectedFile<T>(deps: InspectDeps, path: string, given: GivenWith, use: (file: InspectedFile) => Promise<T>): Promise<T> {
  const source = await openNodeFileSource(path)
  if (!source.ok) {
    return use({ inspection: emptyInspection(path, 'not-a-backup', 'unreadable', source.failure.reason), db: null, close() {} })
  }
  const wal = await openWal(path)
  try {
    const file = await inspectFile(deps, source.value, unwatchedWork, { ...given, wal })
    try {
      return await use(file)
    } finally {
      file.close()
    }
  } finally {
    await wal?.close()
    await source.value.close()
  }
}
