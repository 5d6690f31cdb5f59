/**
 * An API whose methods wait for the real one: calls that come in while a worker is still starting are answered
 * afterwards, and a start that failed fails each of them with its reason.
 */
export function deferApi<T extends object>(starting: Promise<T>): T {
  // each call hears of a failed start itself; without calls nobody needs to
  starting.catch(() => undefined)
  return new Proxy({} as T, {
    get: (_, name) => {
      // what is asked of a promise must not be mistaken for a method
      if (name === 'then') return undefined
      return async (...args: unknown[]) => {
        const api = await starting
        const method: unknown = Reflect.get(api, name)
        if (typeof method !== 'function') throw new TypeError(`no method ${String(name)}`)
        return Reflect.apply(method, api, args) as unknown
      }
    },
  })
}
