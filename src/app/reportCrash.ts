import type { App } from 'vue'

/**
 * The page's one place for bugs: whatever was thrown and caught nowhere goes to the engineer's console, and `tell` is
 * called (once, until the page is loaded again), so that a person knows what to do.
 */
export function reportCrash(app: App, tell: () => void): void {
  let told = false
  function crashed(error: unknown): void {
    console.error(error)
    if (told) return
    told = true
    tell()
  }
  app.config.errorHandler = crashed
  window.addEventListener('unhandledrejection', (event) => crashed(event.reason))
  window.addEventListener('error', (event) => {
    // browsers report a harmless loop of resize observers as an error without an object
    if (event.error) crashed(event.error)
  })
}
