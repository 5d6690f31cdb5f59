import { fail, ok } from '../../core/base/result'
import type { BookStorage, Shelf } from '../../core/book/storage'
import { createBroadcastNews } from './broadcastNews'
import { createIndexedDbPageHome, homeDatabaseName } from './indexedDbPageHome'
import { createOpfsCommitLog } from './opfsCommitLog'
import { listEntries } from './opfsFiles'
import { createLazyPort } from './lazyPort'
import { pointsDatabaseName, safetyDatabaseName } from './safetyDatabaseName'
import { storageFailureOf } from './storageFailureOf'
import { createWebLockBookLock } from './webLockBookLock'

const BOOK_ID = /^[0-9a-f]{32}$/
const DATABASE_PREFIXES = [homeDatabaseName(''), safetyDatabaseName(''), pointsDatabaseName('')]

/**
 * The books of this browser: logs, restore points and safety copies under `root` (what `detectOpfs` gave; null = there is no OPFS, then
 * there is no log, and copies are in IndexedDB), homes in IndexedDB. What it gives opens nothing before it is used.
 */
export function createBrowserShelf(root: FileSystemDirectoryHandle | null, factory: IDBFactory = indexedDB): Shelf {
  return {
    async bookIds() {
      try {
        const databases = await factory.databases()
        const names = databases.flatMap(({ name = '' }) => DATABASE_PREFIXES.flatMap((prefix) => (name.startsWith(prefix) ? name.slice(prefix.length) : [])))
        const directories = root ? await listEntries(root) : []
        return ok([...new Set([...names, ...directories])].filter((id) => BOOK_ID.test(id)))
      } catch (error) {
        return fail(storageFailureOf(error, 'storage of this browser'))
      }
    },
    storageOf: (bookId): BookStorage => ({
      log: root && createOpfsCommitLog(root, bookId),
      home: createIndexedDbPageHome(factory, bookId),
      safetyCopies: createLazyPort(async () =>
        root
          ? (await import('./opfsSafetyCopies')).createOpfsSafetyCopies(root, bookId)
          : (await import('./indexedDbSafetyCopies')).createIndexedDbSafetyCopies(factory, bookId),
      ),
      restorePoints: createLazyPort(
        async () =>
          root
            ? (await import('./opfsRestorePoints')).createOpfsRestorePoints(root, bookId)
            : (await import('./indexedDbRestorePoints')).createIndexedDbRestorePoints(factory, bookId),
        { kind: root ? 'named' : 'copied' },
      ),
      lock: createWebLockBookLock(bookId),
      news: createBroadcastNews(bookId),
    }),
  }
}
