import { createLazyPort } from '../platform/browser/lazyPort'

/**
 * An API whose methods wait for the real one: calls that come in while a worker is still starting are answered
 * afterwards, and a start that failed fails each of them with its reason.
 */
export function deferApi<T extends object>(starting: Promise<T>): T {
  // each call hears of a failed start itself; without calls nobody needs to
  starting.catch(() => undefined)
  return createLazyPort(() => starting)
}
