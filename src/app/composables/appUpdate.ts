import { readonly, ref, type Ref } from 'vue'

/** What is needed of workbox-window's `Workbox`. */
export interface UpdateSource {
  addEventListener(type: 'waiting' | 'controlling', listener: () => void): void
  messageSkipWaiting(): void
}

/** A newer version of the app: whether one is ready, and the way to take it. */
export interface AppUpdate {
  readonly updateReady: Readonly<Ref<boolean>>
  /** Lets the newer version take over. All windows reload once it has. */
  take(): void
}

/**
 * Watches for a newer version of the app, which waits until it is taken.
 *
 * `isControlled`: a service worker already serves this page. When a first one takes over, nothing changes; when one
 * replaces another, the files of this page's version are gone from the cache, so `reload` runs, in every window,
 * whichever of them took the update.
 */
export function createAppUpdate(source: UpdateSource, isControlled: boolean, reload: () => void): AppUpdate {
  const updateReady = ref(false)
  let controlled = isControlled
  source.addEventListener('waiting', () => {
    updateReady.value = true
  })
  source.addEventListener('controlling', () => {
    if (controlled) reload()
    controlled = true
  })
  return { updateReady: readonly(updateReady), take: () => source.messageSkipWaiting() }
}
