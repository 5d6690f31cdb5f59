import { isPersisted } from '../platform/browser/isPersisted'
import { randomBytes } from '../platform/browser/randomBytes'
import { createMemoryDevice } from '../platform/memory/memoryDevice'
import { createMemoryJournalStore } from '../platform/memory/memoryJournalStore'
import { createMemoryShelf } from '../platform/memory/memoryShelf'
import { startBrowserEngine } from './browserEngine'
import { deferApi } from './deferApi'
import { createDevice } from './device/createDevice'
import type { DeviceApi } from './deviceApi'

/** The device of a browser. */
export function startBrowserDevice(): DeviceApi {
  const device = createMemoryDevice()
  return deferApi(
    startBrowserEngine().then((engine) =>
      createDevice({
        imageEngine: engine,
        sqlEngine: engine,
        shelf: createMemoryShelf(device),
        journalStore: createMemoryJournalStore(device),
        randomBytes,
        hasLog: true,
        isPersisted,
      }),
    ),
  )
}
