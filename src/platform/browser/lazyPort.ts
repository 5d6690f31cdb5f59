/**
 * An adapter that is fetched with the first call: it is not needed for the first screen. Every method of the port must
 * return a promise; `known` holds what is no method.
 */
export function createLazyPort<Port extends object>(load: () => Promise<Port>, known: Partial<Port> = {}): Port {
  let loading: Promise<Port> | null = null
  return new Proxy(known as Port, {
    get: (target, name) => {
      // what is asked of a promise must not be mistaken for a method
      if (name in target || name === 'then') return Reflect.get(target, name) as unknown
      return async (...args: unknown[]) => {
        const port = await (loading ??= load())
        const method: unknown = Reflect.get(port, name)
        if (typeof method !== 'function') throw new TypeError(`no method ${String(name)}`)
        return Reflect.apply(method, port, args) as unknown
      }
    },
  })
}
