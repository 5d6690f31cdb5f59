import type { FieldName } from '../core/backup/manifest'
import { printable } from './describeInspection'
import type { ExportedTable } from './task'

/** What was written out to be read by people and other programs. */
export function exportedToLines(files: readonly ExportedTable[]): string[] {
  const lines = files.map(({ table, path, records }) =>
    table === null ? `Written as a plain SQLite database, no longer a backup: ${path}` : `${table}, ${records === 1 ? '1 record' : `${records ?? 0} records`}: ${path}`,
  )
  const isCsv = files.some(({ table }) => table !== null)
  return [...lines, ...(isCsv ? ['CSV is for reading: it does not tell empty from nothing, nor text from numbers. Keep the backup.'] : [])].map(printable)
}

/** The fields that were left out, where there are any. */
export function leftOutToLines(leftOut: readonly FieldName[]): string[] {
  return leftOut.length === 0 ? [] : [printable(`Left out because they look secret: ${leftOut.map(({ table, field }) => `${table}.${field}`).join(', ')}`)]
}
