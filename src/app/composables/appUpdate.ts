import { readonly, ref, type Ref } from 'vue'

/** What is needed of workbox-window's `Workbox`. */
export interface UpdateSource {
  addEventListener(type: 'waiting' | 'controlling', listener: () => void): void
  messageSkipWaiting(): void
}

/** The page this runs in: how it is loaded anew, and what it remembers across that. */
export interface UpdatePage {
  /** A service worker already serves this page. */
  readonly isControlled: boolean
  /** Is called once everything may go. */
  reload(): void
  /** Lives as long as the window, across reloads: `sessionStorage`. */
  readonly memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

/** A newer version of the app: whether one is ready, and the way to take it. */
export interface AppUpdate {
  readonly updateReady: Readonly<Ref<boolean>>
  /** Lets the newer version take over. All windows reload once it has. */
  take(): void
  /** Is to be called once the service worker is registered; `isWaiting`: a newer one waits. */
  registered(isWaiting: boolean): void
}

/** How long, in ms, the newer version may take to take over, before this page is reloaded to help it. */
export const TAKE_OVER_PATIENCE = 3000

const STUCK = 'nightsafe.update.stuck'

/**
 * Watches for a newer version of the app, which waits until it is taken.
 *
 * When a first service worker takes over, nothing changes; when one replaces another, the files of this page's version
 * are gone from the cache, so the page is reloaded, in every window, whichever of them took the update.
 *
 * Chromium at times leaves the newer worker waiting although it was told to take over: it waits for the old one to fall
 * idle, and does not notice that it has when a large file (our wasm) was just being served. Loading the page anew moves
 * it on. As that page can still have come from the old worker, it asks again, or, when nothing waits any more, loads
 * once more.
 */
export function createAppUpdate(source: UpdateSource, page: UpdatePage): AppUpdate {
  const updateReady = ref(false)
  const wasStuck = page.memory.getItem(STUCK) !== null
  page.memory.removeItem(STUCK)
  let controlled = page.isControlled
  let patience: ReturnType<typeof setTimeout> | undefined
  source.addEventListener('waiting', () => {
    updateReady.value = true
  })
  source.addEventListener('controlling', () => {
    clearTimeout(patience)
    if (controlled) page.reload()
    controlled = true
  })
  return {
    updateReady: readonly(updateReady),
    take() {
      source.messageSkipWaiting()
      clearTimeout(patience)
      patience = setTimeout(() => {
        page.memory.setItem(STUCK, 'yes')
        page.reload()
      }, TAKE_OVER_PATIENCE)
    },
    registered(isWaiting) {
      if (!wasStuck) return
      if (isWaiting) source.messageSkipWaiting()
      else page.reload()
    },
  }
}
