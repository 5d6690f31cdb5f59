interface Holder {
  readonly clientId: string
  reject(error: unknown): void
}

/** Web Locks between simulated windows, as far as the lock of a book uses them (https://w3c.github.io/web-locks/). */
export function createFakeWebLocks() {
  const holders = new Map<string, Holder>()
  const queues = new Map<string, (() => void)[]>()

  function free(name: string, holder: Holder): void {
    if (holders.get(name) !== holder) return
    holders.delete(name)
    queues.get(name)?.shift()?.()
  }

  /** The locks as one window sees them. */
  function windowLocks(clientId: string): Pick<LockManager, 'request' | 'query'> {
    async function request(name: string, options: LockOptions, callback: (lock: Lock | null) => unknown): Promise<unknown> {
      await Promise.resolve()
      if (options.steal) {
        const robbed = holders.get(name)
        holders.delete(name)
        robbed?.reject(new DOMException('stolen', 'AbortError'))
      } else if (holders.has(name)) {
        if (options.ifAvailable) return callback(null)
        await new Promise<void>((resolve, reject) => {
          const queue = queues.get(name) ?? []
          queues.set(name, queue)
          queue.push(resolve)
          options.signal?.addEventListener('abort', () => {
            if (!queue.includes(resolve)) return
            queue.splice(queue.indexOf(resolve), 1)
            reject(new DOMException('aborted', 'AbortError'))
          })
        })
      }
      return new Promise((resolve, reject) => {
        const holder: Holder = { clientId, reject }
        holders.set(name, holder)
        Promise.resolve(callback({ name, mode: 'exclusive' })).then(resolve, reject).finally(() => free(name, holder))
      })
    }
    return {
      request: request as LockManager['request'],
      query: () => Promise.resolve({ held: [...holders].map(([name, holder]) => ({ name, clientId: holder.clientId, mode: 'exclusive' as const })), pending: [] }),
    }
  }
  return { windowLocks }
}
