import { createGlobalState } from '@vueuse/core'
import { computed, shallowRef } from 'vue'
import type { Failure } from '../../core/base/failure'
import { ok, type Result } from '../../core/base/result'
import type { RestorePointStep } from '../../core/book/restorePoint'
import type { NightsafeClient } from '../../worker/client/nightsafeClient'
import { useBookStore } from '../stores/book'
import { useClient } from '../useClient'
import { createAppUpdate, type AppUpdate } from './appUpdate'

const HOUR = 3_600_000

const complain = (error: unknown) => console.warn('no look for a newer version', error)

const useSharedUpdate = createGlobalState((client: NightsafeClient) => {
  const update = shallowRef<AppUpdate | null>(null)

  async function register(): Promise<void> {
    // After everything that the first screen needs.
    const { Workbox } = await import('workbox-window')
    const workbox = new Workbox(new URL('serviceWorker.js', document.baseURI).href)
    const page = {
      isControlled: navigator.serviceWorker.controller !== null,
      // Another window may have taken the update: what this one has acknowledged goes home first.
      reload: () => void client.device.settle().finally(() => location.reload()),
      memory: sessionStorage,
    }
    update.value = createAppUpdate(workbox, page)
    const registration = await workbox.register()
    update.value.registered(Boolean(registration?.waiting))
    // An app that stays open for days hears of a newer version, too.
    setInterval(() => void (navigator.onLine && workbox.update().catch(complain)), HOUR)
  }

  if (import.meta.env.PROD && 'serviceWorker' in navigator) register().catch(complain)
  return update
})

/**
 * Updates of the app itself. Its first use registers the service worker (in production builds only).
 *
 * `updateReady`: a newer version is fetched and waits. `updateNow`: makes a restore point, stores everything, then lets it take over, upon
 * which the page reloads; when storing fails, the failure is given and nothing is updated.
 */
export function useAppUpdate() {
  const client = useClient()
  const book = useBookStore()
  const update = useSharedUpdate(client)

  /** The way back, should the newer version do something to the book; without room for it, the update goes on. */
  async function keepRestorePoint(): Promise<void> {
    if (book.bookId === null) return
    await client.device.makeRestorePoint(book.bookId, { reason: 'before-step', name: 'app-update' satisfies RestorePointStep }, client.clock.now())
  }

  async function updateNow(): Promise<Result<undefined, Failure>> {
    await keepRestorePoint()
    const settled = await client.device.settle()
    if (!settled.ok) return settled
    update.value?.take()
    return ok()
  }

  return { updateReady: computed(() => update.value?.updateReady.value ?? false), updateNow }
}
