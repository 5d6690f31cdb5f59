/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: (PrecacheEntry | string)[] }

// The whole app, wasm included, is fetched once and served from here ever after: no network is needed again.
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

// Whatever page of this app is asked for, it is the one page there is.
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')))

// The page that installed this worker is served by it at once, so that it, too, survives losing the network.
clientsClaim()

// A newer app waits until the person agrees (useAppUpdate sends this after everything is stored).
self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})
