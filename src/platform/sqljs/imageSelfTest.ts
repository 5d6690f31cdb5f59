import type { SqlJsStatic } from 'sql.js'
import { equalBytes } from '../../core/base/bytes'
import { PAGE_SIZE, type BookImage } from '../../core/book/sqlEngine'
import { openTappedImage } from './tappedImage'

/** Header bytes in which an export may differ from the file: format versions, change counters, schema cookie. */
const COUNTERS: readonly (readonly [number, number])[] = [[18, 20], [24, 28], [40, 44], [92, 100]]

function withoutCounters(file: Uint8Array): Uint8Array {
  const copy = file.slice()
  for (const [from, to] of COUNTERS) copy.fill(0, from, to)
  return copy
}

/** Takes the changes over into `mirror`, and says whether it then is the file that SQLite itself would export. */
function isMirrored(image: BookImage, mirror: Map<number, Uint8Array>, exportFile: () => Uint8Array): boolean {
  const { size, pages } = image.takeChanges()
  for (const { number, bytes } of pages) mirror.set(number, bytes)
  const file = new Uint8Array(size)
  for (const [number, bytes] of mirror) if (number * PAGE_SIZE < size) file.set(bytes, number * PAGE_SIZE)
  return equalBytes(withoutCounters(file), withoutCounters(exportFile())) && equalBytes(file, image.read(0, size))
}

/**
 * Proves on the running build of sql.js that the tap misses no write: pages told are mirrored and held against
 * SQLite's own export, through growth, scattered updates, a spilled cache, truncation, undoing and reopening.
 * Takes a few milliseconds; false (or a throw) means that the tap must not be used.
 */
export function passesImageSelfTest(SQL: SqlJsStatic): boolean {
  const image = openTappedImage(SQL, null)
  try {
    const mirror = new Map<number, Uint8Array>()
    // SQLite's own export reads through its pager, not through the tap
    const copy = () => image.db.bytes()
    image.db.run('CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB)')
    if (!isMirrored(image, mirror, copy)) return false
    image.db.run('WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 60) INSERT INTO t SELECT i, zeroblob(500 + i) FROM c')
    if (!isMirrored(image, mirror, copy)) return false
    // the same memory is read by SQLite and by the tap: a query must see what the export sees
    if (image.db.rows('SELECT count(*) FROM t')[0]?.[0] !== 60) return false
    image.db.run("PRAGMA cache_size=2; BEGIN; UPDATE t SET b = x'0102' WHERE a % 7 = 0; COMMIT")
    if (!isMirrored(image, mirror, copy)) return false
    const kept = image.read(0, image.size)
    image.db.run('DELETE FROM t WHERE a > 20')
    image.db.run('VACUUM')
    if (!image.undoChanges() || !equalBytes(kept, image.read(0, image.size))) return false
    if (image.db.rows('SELECT count(*) FROM t')[0]?.[0] !== 60) return false
    image.db.run('DELETE FROM t WHERE a > 20')
    image.db.run('VACUUM')
    return isMirrored(image, mirror, copy) && image.size < kept.length
  } finally {
    image.close()
  }
}
