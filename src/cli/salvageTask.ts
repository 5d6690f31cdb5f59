import { basename } from 'node:path'
import { unwatchedWork } from '../core/base/progress'
import { createSalvagedIdentity } from '../core/restore/salvage/salvagedIdentity'
import { salvageFile } from '../core/restore/salvage/salvageFile'
import { nodeClock } from '../platform/node/nodeClock'
import { openNodeFileSource } from '../platform/node/nodeFileSource'
import { checkNewFile, fileNameToBookName, makeFirstBackup, writeNewFile, type ConvertDeps } from './newFile'
import type { SalvageTask, TaskResult } from './task'

/**
 * Writes everything that can still be read of a damaged file as the first backup of a new book. Nothing is left out of it,
 * whatever it looks like: what was lost is enough. The damaged file is only read.
 */
export async function salvageToFile(deps: ConvertDeps, { from, to, given, force }: SalvageTask): Promise<TaskResult> {
  const asked = await checkNewFile(from, to, given, force)
  if (!asked.ok) return { type: 'misused', reason: asked.failure }
  const source = await openNodeFileSource(from)
  if (!source.ok) return { type: 'failed', failure: source.failure }
  const request = { ...given, wal: null, currency: 'EUR' }
  const salvaged = await salvageFile(deps, source.value, unwatchedWork, request).finally(() => source.value.close())
  if (!salvaged.ok) return { type: 'failed', failure: salvaged.failure }
  const { bytes, report } = salvaged.value
  const book = { name: '', currency: 'EUR', at: nodeClock.now() }
  const identity = createSalvagedIdentity(salvaged.value, book, fileNameToBookName(from), deps.randomBytes)
  const made = await makeFirstBackup(deps, { identity, bytes }, asked.value, `Salvaged from ${basename(from)}`, true, true)
  if (!made.ok) return { type: 'failed', failure: made.failure }
  const written = await writeNewFile(deps, to, made.value, asked.value)
  return written.ok ? { type: 'salvaged', path: to, size: written.value, contentDigest: made.value.contentDigest, report } : { type: 'failed', failure: written.failure }
}
