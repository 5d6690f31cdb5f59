import type { SqlJsStatic } from 'sql.js'
import { equalPages, patchMemory, sortPages } from '../../core/book/pageChanges'
import { PAGE_SIZE, type BookImage, type Page, type PageChanges, type SqlDatabase, type TakenChanges } from '../../core/book/sqlEngine'
import { declaredPageSize, IMAGE_PRAGMAS, readyForImage } from './imagePragmas'
import { openTapped, type TouchedPages } from './pageTap'
import { wrapDatabase } from './sqlJsDatabase'

/** A live image whose changed pages the tap tells: a commit costs what it changed, at any size of the book. */
export function openTappedImage(SQL: SqlJsStatic, bytes: Uint8Array<ArrayBuffer> | null): BookImage {
  const file = bytes && readyForImage(bytes)
  let { raw, tap } = openTapped(SQL, file, file?.length ?? 0)
  let db: SqlDatabase = wrapDatabase(raw)
  try {
    db.run(IMAGE_PRAGMAS)
    if (file && file.length > 0 && declaredPageSize(file) !== PAGE_SIZE) db.run('VACUUM')
    // the first query is the one that finds out whether this is a database
    db.rows('SELECT count(*) FROM sqlite_schema')
  } catch (error) {
    db.close()
    throw error
  }
  tap.takeInterval()

  function reopen(changes: PageChanges): void {
    const memory = tap.memory()
    const { size } = tap
    db.close()
    const opened = openTapped(SQL, patchMemory(memory, size, changes), changes.size)
    raw = opened.raw
    tap = opened.tap
    db = wrapDatabase(raw)
    db.run(IMAGE_PRAGMAS)
    tap.takeInterval()
  }

  function changesOf({ sizeBefore, written, before }: TouchedPages): TakenChanges {
    const pages: Page[] = []
    const earlier: Page[] = []
    for (const number of written) {
      const from = number * PAGE_SIZE
      if (from >= tap.size) continue
      const now = tap.read(from, Math.min(from + PAGE_SIZE, tap.size))
      const was = before?.get(number)
      if (was && equalPages(was, now)) continue
      pages.push({ number, bytes: now })
      if (was) earlier.push({ number, bytes: was })
    }
    for (const [number, was] of before ?? []) if (number * PAGE_SIZE >= tap.size) earlier.push({ number, bytes: was })
    return { size: tap.size, pages: sortPages(pages), before: before && { size: sizeBefore, pages: sortPages(earlier) } }
  }

  return {
    get db() {
      return db
    },
    get size() {
      return tap.size
    },
    takeChanges: () => changesOf(tap.takeInterval()),
    undoChanges() {
      if (!tap.isTouched) return true
      const { sizeBefore, before } = tap.takeInterval()
      if (!before) return false
      reopen({ size: sizeBefore, pages: [...before].map(([number, was]) => ({ number, bytes: was })) })
      return true
    },
    applyPages: reopen,
    read: (from, to) => tap.read(from, to),
    close: () => db.close(),
  }
}
