import { basename } from 'node:path'
import type { Failure } from '../core/base/failure'
import { unwatchedWork } from '../core/base/progress'
import { ok, type Result } from '../core/base/result'
import type { BackupLayers } from '../core/backup/backupRequest'
import { convertBackup } from '../core/backup/writeBackup'
import type { InspectedFile } from '../core/restore/inspectFile'
import { prepareContents } from '../core/restore/prepareContents'
import { nodeClock } from '../platform/node/nodeClock'
import { exportDatabase, exportTables, nameToCsvTarget } from './exportTask'
import { withInspectedFile } from './inspectTask'
import { checkNewFile, fileNameToBookName, makeFirstBackup, writeNewFile, type ConvertDeps, type NewBackup } from './newFile'
import type { ConvertTask, TaskResult } from './task'

async function writeParts(
  deps: ConvertDeps, from: string, file: InspectedFile, layers: BackupLayers, keepSecrets: boolean,
): Promise<Result<NewBackup, Failure>> {
  const { db, inspection } = file
  if (db && inspection.manifest) {
    db.run('PRAGMA query_only = OFF')
    const written = await convertBackup(deps, db, inspection.manifest, layers, unwatchedWork)
    const { contentDigest, fieldsLeftOut } = inspection.manifest
    return written.ok ? ok({ file: written.value.file, contentDigest, leftOut: fieldsLeftOut }) : written
  }
  const request = { live: null, name: fileNameToBookName(from), currency: 'EUR', wake: false, at: nodeClock.now() }
  const prepared = await prepareContents(deps, file, request, unwatchedWork)
  return prepared.ok ? makeFirstBackup(deps, prepared.value, layers, `Converted from ${basename(from)}`, keepSecrets) : prepared
}

/**
 * Writes a file anew, in the form that the new name asks for. The manifest of an own backup stays as it is; a foreign
 * file becomes the first backup of a new book, without its secret-looking fields unless they are asked for. The new file
 * is read back from disk before it gets its name. Tables as CSV, and what a newer app made, are written out to be read.
 */
export async function convertFile(deps: ConvertDeps, task: ConvertTask): Promise<TaskResult> {
  const { from, to, force, keepSecrets, given } = task
  const csv = await nameToCsvTarget(to)
  if (csv) return withInspectedFile(deps, from, given, (file) => exportTables(deps, task, csv, file))
  const asked = await checkNewFile(from, to, given, force)
  if (!asked.ok) return { type: 'misused', reason: asked.failure }
  if (task.table !== null) return { type: 'misused', reason: '--table is for CSV; the other forms hold all tables.' }
  return withInspectedFile(deps, from, given, async (file): Promise<TaskResult> => {
    const { form, gzip, passphrase } = asked.value
    if (file.db && file.inspection.verdict === 'newer-app' && form === 'db' && !gzip && passphrase === null) return exportDatabase(deps, to, file.db)
    const conversion = await writeParts(deps, from, file, asked.value, keepSecrets)
    if (!conversion.ok) return { type: 'failed', failure: conversion.failure }
    const { contentDigest, leftOut } = conversion.value
    const written = await writeNewFile(deps, to, conversion.value, asked.value)
    return written.ok ? { type: 'converted', path: to, size: written.value, contentDigest, leftOut } : { type: 'failed', failure: written.failure }
  })
}
