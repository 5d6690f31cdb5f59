import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Failure } from '../core/base/failure'
import type { Result } from '../core/base/result'
import type { Inspection } from '../core/restore/inspection'
import { nodeClock } from '../platform/node/nodeClock'
import { readBackupFolder } from './backupFolder'
import { folderToJson, folderToLines, planPruning, pruningToLines } from './describeFolder'

/** What a command over a folder has to say, for scripts and for people. */
export interface FolderAnswer {
  readonly json: unknown
  readonly lines: readonly string[]
}

type Inspect = (path: string) => Promise<Inspection>

/** Lists the backups of a folder, each verified. */
export async function listFolder(folder: string, inspect: Inspect): Promise<Result<FolderAnswer, Failure>> {
  const read = await readBackupFolder(resolve(folder), inspect)
  return read.ok ? { ok: true, value: { json: folderToJson(read.value), lines: folderToLines(read.value) } } : read
}

/** Tells which backups of a folder are too old to keep, each verified first; deletes them only where `really` says so. */
export async function pruneFolder(folder: string, really: boolean, inspect: Inspect): Promise<Result<FolderAnswer, Failure>> {
  const read = await readBackupFolder(resolve(folder), inspect)
  if (!read.ok) return read
  const decisions = planPruning(read.value, nodeClock.now().utc)
  if (really) for (const { backup, goes } of decisions) if (goes) await rm(join(resolve(folder), backup.name))
  const json = { deleted: really, decisions: decisions.map(({ backup, goes, reason, ageDays }) => ({ name: backup.name, goes, reason, ageDays, bytes: backup.bytes })) }
  return { ok: true, value: { json, lines: pruningToLines(decisions, really) } }
}
