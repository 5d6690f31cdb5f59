import * as Comlink from 'comlink'
import { browserClock } from '../../platform/browser/browserClock'
import { createKeyvalSettingsStore } from '../../platform/browser/keyvalSettingsStore'
import type { DeviceApi } from '../deviceApi'
import { askPersistence } from './askPersistence'
import { createClient } from './createClient'
import { createLocalWitnesses } from './localWitnesses'
import type { NightsafeClient } from './nightsafeClient'
import { startBrowserJob } from './startBrowserJob'

function connectDevice(): DeviceApi {
  const worker = new Worker(new URL('../deviceWorker.ts', import.meta.url), { type: 'module', name: 'nightsafe-device' })
  const remote = Comlink.wrap<DeviceApi>(worker)
  // only what cannot be copied is treated apart: a callback, and bytes that are handed over
  const apart: Partial<DeviceApi> = {
    listen: (onEvent) => remote.listen(Comlink.proxy(onEvent)),
    adopt: (bookId, made, ...rest) => remote.adopt(bookId, Comlink.transfer(made, [made.state.bytes.buffer]), ...rest),
    addBook: (contents, ...rest) => remote.addBook(Comlink.transfer(contents, [contents.bytes.buffer]), ...rest),
    replaceBook: (bookId, contents, ...rest) => remote.replaceBook(bookId, Comlink.transfer(contents, [contents.bytes.buffer]), ...rest),
  }
  return new Proxy<DeviceApi>(remote, {
    get: (target, name): unknown => Reflect.get(apart, name) ?? Reflect.get(target, name),
  })
}

/** The client of the app in a browser: the device in a worker of its own, each job in a worker that is thrown away. */
export async function createBrowserClient(): Promise<NightsafeClient> {
  const settingsStore = createKeyvalSettingsStore()
  return createClient({
    device: connectDevice(),
    startJob: startBrowserJob,
    clock: browserClock,
    settingsStore,
    settings: await settingsStore.read(),
    witnesses: createLocalWitnesses(localStorage),
    persist: askPersistence,
  })
}
