import { createSha256 } from '../src/core/base/sha256'
import { streamCompression } from '../src/platform/browser/streamCompression'
import { streamParts } from '../src/core/backup/readBackup'
import type { SqlEngine, SqlRow } from '../src/core/book/sqlEngine'
import { timed } from './measure'
import type { FileFigure } from './measureFiles'

/** Other ways to do a part of the same with the same records, in the same browser. */
export async function measureRivals(engine: SqlEngine, bytes: Uint8Array<ArrayBuffer>): Promise<FileFigure[]> {
  const db = engine.open(bytes, { memory: 'share' })
  const rows: SqlRow[] = db.rows('SELECT * FROM entry')
  db.close()
  const written = await timed(() => JSON.stringify(rows))
  rows.length = 0
  const parsed = await timed(() => JSON.parse(written.value) as unknown)
  const hashed = await timed(() => {
    const sha = createSha256()
    sha.update(bytes)
    return sha.hex()
  })
  const native = await timed(() => crypto.subtle.digest('SHA-256', bytes))
  const packed = await timed(async () => {
    let size = 0
    for await (const chunk of streamCompression.gzip(streamParts([bytes]))) size += chunk.length
    return size
  })
  const none = { floor: '', floorMs: Number.NaN }
  return [
    { what: 'JSON.stringify of the records, read before', ms: written.ms, megabytes: written.value.length / 1e6, ...none },
    { what: 'JSON.parse of that', ms: parsed.ms, ...none },
    { what: 'SHA-256 of the book, as the core computes it', ms: hashed.ms, ...none },
    { what: 'SHA-256 of the book, as the browser computes it', ms: native.ms, ...none },
    { what: 'gzip of the book', ms: packed.ms, megabytes: packed.value / 1e6, ...none },
  ]
}
