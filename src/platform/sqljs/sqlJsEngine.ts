import type { InitSqlJsStatic, SqlJsStatic } from 'sql.js'
import type { BookImageEngine, OpenOptions, SqlEngine, SqlPair } from '../../core/book/sqlEngine'
import { UNTRUSTED_PRAGMAS } from './imagePragmas'
import { passesImageSelfTest } from './imageSelfTest'
import { openInMemory } from './openInMemory'
import { wrapDatabase } from './sqlJsDatabase'
import { openTappedImage } from './tappedImage'

/** How sql.js is found: its init function, and where its wasm file lies (in Node it finds that itself). */
export interface SqlJsSource {
  readonly initSqlJs: (config?: Parameters<InitSqlJsStatic>[0]) => Promise<SqlJsStatic>
  readonly wasmUrl?: string
}

/** Both engines over one sql.js. `trackingReason` says why changed pages are found by comparing; null when they are not. */
export type SqlJsEngine = SqlEngine & BookImageEngine & { readonly trackingReason: string | null }

function findTracking(SQL: SqlJsStatic): string | null {
  try {
    return passesImageSelfTest(SQL) ? null : 'the self-test of the page tap found a difference'
  } catch (error) {
    // whatever a strange build does, the fallback works without the tap
    return `the self-test of the page tap failed: ${String(error)}`
  }
}

/**
 * Starts sql.js and gives the engine for any database and for live images. `tracking` forces the way in which changed
 * pages are found (for tests); left out, the tap is used when it passes its self-test.
 */
export async function createSqlJsEngine(source: SqlJsSource, tracking?: BookImageEngine['tracking']): Promise<SqlJsEngine> {
  const { wasmUrl } = source
  const SQL = await source.initSqlJs(wasmUrl === undefined ? {} : { locateFile: () => wasmUrl })
  const trackingReason = tracking === 'export-and-compare' ? 'asked for' : tracking === 'page-tap' ? null : findTracking(SQL)

  // only a strange build needs the fallback: the others do not fetch it
  const fallback = trackingReason === null ? null : (await import('./comparingImage')).openComparingImage

  // a plain view: sql.js copies by slice(), which for Node's Buffer copies nothing, so the caller's bytes would change
  const plainView = (bytes: Uint8Array) => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  const rawOf = (bytes: Uint8Array | null) => new SQL.Database(bytes && plainView(bytes))

  function open(bytes: Uint8Array | null, { untrusted = false, ...options }: OpenOptions = {}) {
    const { raw, memory } = openInMemory(SQL, bytes && plainView(bytes), options)
    const db = wrapDatabase(raw, memory)
    if (untrusted) db.run(UNTRUSTED_PRAGMAS)
    return db
  }

  function openPair(main: Uint8Array, second: Uint8Array): SqlPair {
    const raw = rawOf(second)
    const other = wrapDatabase(raw)
    const db = open(main, { untrusted: true })
    const close = () => {
      db.close()
      other.close()
    }
    try {
      other.run(UNTRUSTED_PRAGMAS)
      // sql.js keeps each database as a file of this name in a file system in memory, which both connections see
      const { filename } = raw as unknown as { filename?: unknown }
      db.rows('ATTACH ? AS other', [`/${String(filename)}`])
      db.rows('SELECT count(*) FROM other.sqlite_schema')
      return { db, other, close }
    } catch (error) {
      close()
      throw error
    }
  }

  const probe = open(null)
  const [row] = probe.rows('SELECT sqlite_version()')
  probe.close()

  return {
    version: String(row?.[0]),
    open,
    openPair,
    tracking: fallback ? 'export-and-compare' : 'page-tap',
    trackingReason,
    openImage: (bytes) => (fallback ?? openTappedImage)(SQL, bytes),
  }
}
