import type { BrowserContext, ConsoleMessage, Page, WebError } from '@playwright/test'

/** Notices whatever a page, a worker or the service worker complains about. */
export interface Guard {
  /** Watches all pages of a browser, present and future, until the function that it gives is called. */
  watch(context: BrowserContext): () => void
  /** Takes note of a complaint that came another way. */
  hear(complaint: string): void
  /** Says that complaints like this one are expected in this test. */
  allow(pattern: RegExp): void
  /** The complaints that nobody expected. */
  complaints(): readonly string[]
}

/** Complaints are errors on the console, errors that nobody caught, and crashes. */
export function createGuard(): Guard {
  const heard: string[] = []
  const allowed: RegExp[] = []
  const hear = (complaint: string) => void heard.push(complaint)
  return {
    watch(context) {
      const onConsole = (message: ConsoleMessage) => {
        if (message.type() === 'error') hear(`console: ${message.text()} (${message.location().url})`)
      }
      const onError = (error: WebError) => hear(`not caught: ${error.error().stack ?? error.error().message}`)
      const onPage = (page: Page) => page.on('crash', () => hear(`crashed: ${page.url()}`))
      context.on('console', onConsole).on('weberror', onError).on('page', onPage)
      return () => context.off('console', onConsole).off('weberror', onError).off('page', onPage)
    },
    hear,
    allow(pattern) {
      allowed.push(pattern)
    },
    complaints: () => heard.filter((text) => !allowed.some((pattern) => pattern.test(text))),
  }
}
