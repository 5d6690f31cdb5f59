import { browserClock } from '../platform/browser/browserClock'
import { createBrowserShelf } from '../platform/browser/browserShelf'
import { isPersisted } from '../platform/browser/isPersisted'
import { createLazyPort } from '../platform/browser/lazyPort'
import { detectOpfs } from '../platform/browser/opfsFiles'
import { randomBytes } from '../platform/browser/randomBytes'
import { startBrowserEngine } from './browserEngine'
import { deferApi } from './deferApi'
import { createDevice } from './device/createDevice'
import type { DeviceApi } from './deviceApi'

async function startDevice(): Promise<DeviceApi> {
  const [engine, root] = await Promise.all([startBrowserEngine(), detectOpfs()])
  return createDevice({
    imageEngine: engine,
    sqlEngine: engine,
    shelf: createBrowserShelf(root),
    journalStore: createLazyPort(async () => (await import('../platform/browser/indexedDbJournalStore')).createIndexedDbJournalStore(indexedDB)),
    randomBytes,
    clock: browserClock,
    hasLog: root !== null,
    isPersisted,
  })
}

/** The device of a browser: commit log in OPFS where that works, homes and journal in IndexedDB. */
export const startBrowserDevice = (): DeviceApi => deferApi(startDevice())
