import type { SqlJsStatic } from 'sql.js'
import { equalPages, patchMemory } from '../../core/book/pageChanges'
import { PAGE_SIZE, type BookImage, type Page, type PageChanges, type SqlDatabase } from '../../core/book/sqlEngine'
import { declaredPageSize, IMAGE_PRAGMAS, readyForImage } from './imagePragmas'
import { wrapDatabase } from './sqlJsDatabase'

/**
 * A live image for a build that cannot be tapped: the file is exported after each change and compared with what it
 * was. Every change costs time in the size of the book, and a second copy of it in memory.
 */
export function openComparingImage(SQL: SqlJsStatic, bytes: Uint8Array<ArrayBuffer> | null): BookImage {
  const file = bytes && readyForImage(bytes)
  let db = openDatabase(file)
  try {
    if (file && file.length > 0 && declaredPageSize(file) !== PAGE_SIZE) db.run('VACUUM')
    db.rows('SELECT count(*) FROM sqlite_schema')
  } catch (error) {
    db.close()
    throw error
  }
  // what an export says, not what was opened: an export has its own counters in the header
  let last = exported()

  function openDatabase(contents: Uint8Array<ArrayBuffer> | null): SqlDatabase {
    const opened = wrapDatabase(new SQL.Database(contents && contents.length > 0 ? contents : null))
    try {
      opened.run(IMAGE_PRAGMAS)
      return opened
    } catch (error) {
      opened.close()
      throw error
    }
  }

  /** The file as an export gives it. An untouched new database has no page yet, which an export would not say. */
  function exported(): Uint8Array<ArrayBuffer> {
    const [pages] = db.rows('PRAGMA page_count')
    return pages?.[0] === 0 ? new Uint8Array(0) : db.bytes()
  }

  function pageOf(contents: Uint8Array<ArrayBuffer>, number: number): Uint8Array<ArrayBuffer> {
    return contents.subarray(number * PAGE_SIZE, Math.min((number + 1) * PAGE_SIZE, contents.length))
  }

  function reopen(contents: Uint8Array<ArrayBuffer>): void {
    db.close()
    db = openDatabase(contents)
    last = contents
  }

  function applyPages(changes: PageChanges): void {
    const memory = patchMemory(last.slice(), last.length, changes)
    reopen(memory.slice(0, changes.size))
  }

  return {
    get db() {
      return db
    },
    get size() {
      return last.length
    },
    takeChanges() {
      const now = exported()
      const pages: Page[] = []
      const before: Page[] = []
      for (let number = 0; number * PAGE_SIZE < Math.max(now.length, last.length); number++) {
        const is = number * PAGE_SIZE < now.length ? pageOf(now, number) : null
        const was = number * PAGE_SIZE < last.length ? pageOf(last, number) : null
        if (is && was && equalPages(is, was)) continue
        if (is) pages.push({ number, bytes: is.slice() })
        if (was) before.push({ number, bytes: was.slice() })
      }
      const changes = { size: now.length, pages, before: { size: last.length, pages: before } }
      last = now
      return changes
    },
    undoChanges() {
      reopen(last)
      return true
    },
    applyPages,
    read: (from, to) => last.slice(from, to),
    close: () => db.close(),
  }
}
