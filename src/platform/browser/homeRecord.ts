import { textToBytes } from '../../core/base/bytes'
import { checksum32 } from '../../core/base/checksum'
import type { BookHead } from '../../core/book/bookHead'
import type { ChunkTable } from './chunkTable'

/** What is stored beside the chunks: the head as JSON, the total over the table, and a checksum over both. */
export interface HomeRecord {
  readonly version: 1
  readonly json: string
  readonly total: number
  readonly check: number
}

/** The record of a home at `head`. */
export function homeRecordOf(head: BookHead, { total }: ChunkTable): HomeRecord {
  const json = JSON.stringify(head)
  return { version: 1, json, total, check: checksum32(textToBytes(json), total) }
}

/** The head and total in a record as it was stored; null when it is not as it was written. */
export function readHomeRecord(stored: unknown): { head: BookHead; total: number } | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { version, json, total, check } = stored as Partial<HomeRecord>
  if (version !== 1 || typeof json !== 'string' || typeof total !== 'number') return null
  if (check !== checksum32(textToBytes(json), total)) return null
  // the checksum holds: the JSON is what was written
  return { head: JSON.parse(json) as BookHead, total }
}
