import type { Database, SqlJsStatic } from 'sql.js'
import type { OpenOptions } from '../../core/book/sqlEngine'
import { collectStreams, memoryOf, TapUnavailable } from './pageTap'

/** A database of one empty page: a file in sql.js gets memory of ours only when it begins with something. */
function emptyFile(SQL: SqlJsStatic): Uint8Array {
  const raw = new SQL.Database()
  raw.run('CREATE TABLE t (a); DROP TABLE t; VACUUM')
  const bytes = raw.export()
  raw.close()
  return bytes
}

/** Memory that costs nothing before it is touched; null when there is no such stretch: then the file grows as it can. */
function reserve(bytes: number): Uint8Array | null {
  try {
    return new Uint8Array(bytes)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/**
 * Opens a database in sql.js with its file in memory that we know: nothing is copied on the way in (unless asked for)
 * or out, and the file grows without being copied as long as there is room. `memory` is null where this build of sql.js
 * keeps its files otherwise; then all is as with any sql.js, only slower.
 */
export function openInMemory(
  SQL: SqlJsStatic, bytes: Uint8Array | null, { memory: use = 'copy', room = 0 }: OpenOptions,
): { raw: Database; memory: () => Uint8Array<ArrayBuffer> | null } {
  let file = bytes ?? (room > 0 ? emptyFile(SQL) : null)
  let memory: Uint8Array | null = null
  if (file && use !== 'share' && room > file.length) memory = reserve(room)
  if (file && memory) {
    memory.set(file)
    file = memory.subarray(0, file.length)
    if (use === 'take' && bytes) structuredClone(null, { transfer: [bytes.buffer as ArrayBuffer] })
  } else if (file && use !== 'copy') {
    const { byteOffset, length } = file
    if (use === 'take') file = new Uint8Array(structuredClone(file.buffer, { transfer: [file.buffer as ArrayBuffer] }), byteOffset, length)
    memory = file
  }
  // sql.js keeps `file.slice(0, size)`
  if (file && memory) Object.defineProperty(file, 'slice', { value: () => memory })
  const { value: raw, streams } = collectStreams(() => new SQL.Database(file))
  const { filename } = raw as unknown as { filename?: unknown }
  const stream = streams.findLast(({ path }) => path === `/${String(filename)}`)
  return {
    raw,
    memory() {
      try {
        return stream ? memoryOf(stream.node) : null
      } catch (error) {
        if (error instanceof TapUnavailable) return null
        throw error
      }
    },
  }
}
