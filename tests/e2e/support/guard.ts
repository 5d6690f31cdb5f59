import type { BrowserContext } from '@playwright/test'

/** Notices whatever a page, a worker or the service worker complains about. */
export interface Guard {
  /** Watches all pages of a browser, present and future. */
  watch(context: BrowserContext): Promise<void>
  /** Says that complaints like this one are expected in this test. */
  allow(pattern: RegExp): void
  /** The complaints that nobody expected. */
  complaints(): readonly string[]
}

/** Complaints are errors on the console, errors that nobody caught, and breaches of the content policy. */
export function createGuard(): Guard {
  const heard: string[] = []
  const allowed: RegExp[] = []
  return {
    async watch(context) {
      context.on('console', (message) => {
        if (message.type() === 'error') heard.push(`console: ${message.text()} (${message.location().url})`)
      })
      context.on('weberror', (error) => heard.push(`not caught: ${error.error().stack ?? error.error().message}`))
      context.on('page', (page) => page.on('crash', () => heard.push(`crashed: ${page.url()}`)))
      await context.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) => {
          console.error(`content policy: ${event.effectiveDirective} forbids ${event.blockedURI} ${event.sample}`)
        })
      })
    },
    allow(pattern) {
      allowed.push(pattern)
    },
    complaints: () => heard.filter((text) => !allowed.some((pattern) => pattern.test(text))),
  }
}
