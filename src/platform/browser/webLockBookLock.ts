import { fail, ok } from '../../core/base/result'
import type { BookLock, Lease } from '../../core/book/storage'

/** Milliseconds; tests give shorter ones. */
export interface LockTimes {
  /** Between two pings of a window that waits. */
  readonly ping: number
  /** Silence after which the holder is taken to be frozen. */
  readonly silence: number
  /** How long a verified lock needs no verifying: well below `silence`. */
  readonly lease: number
  /** How long to wait for a holder that does answer. */
  readonly patience: number
}

const TIMES: LockTimes = { ping: 1000, silence: 10_000, lease: 5000, patience: 120_000 }

type LockMessage = { readonly type: 'want' | 'busy'; readonly from: string }

/** What the lock is made of; the browser's own where nothing else is given. */
export interface WebLockParts {
  readonly locks: Pick<LockManager, 'request' | 'query'>
  createChannel(name: string): BroadcastChannel
  /** Milliseconds that never go back. */
  now(): number
  readonly times: LockTimes
}

const browserParts = (): WebLockParts => ({
  locks: navigator.locks,
  createChannel: (name) => new BroadcastChannel(name),
  now: () => performance.now(),
  times: TIMES,
})

interface Held {
  readonly clientId: string
  verifiedAt: number
  release(): void
}

/**
 * The lock of a book over Web Locks. It is kept between writes, and given up when another window says on a channel that
 * it wants it. A holder answers that it is still busy; one that says nothing for `silence` is frozen (it would keep the
 * lock for ever), and the lock is taken by force. Its holder notices by `verifyLease`, and is fenced out by the epoch.
 */
export function createWebLockBookLock(bookId: string, parts: WebLockParts = browserParts()): BookLock {
  const { locks, times, now } = parts
  const name = `nightsafe-book-${bookId}`
  const id = crypto.randomUUID()
  let channel: BroadcastChannel | null = null
  let held: Held | null = null
  let releasing: Promise<void> | null = null
  let running: Promise<unknown> = Promise.resolve()
  let beforeRelease: () => Promise<void> = () => Promise.resolve()
  let heardBusyAt = 0

  function listen(): BroadcastChannel {
    if (channel) return channel
    channel = parts.createChannel(name)
    channel.onmessage = (event: MessageEvent<LockMessage>) => {
      const { type, from } = event.data
      if (from === id) return
      if (type === 'busy') heardBusyAt = now()
      else if (held) {
        listen().postMessage({ type: 'busy', from: id } satisfies LockMessage)
        void letGo()
      }
    }
    return channel
  }

  function letGo(): Promise<void> {
    return (releasing ??= (async () => {
      await running
      await beforeRelease()
      held?.release()
      held = null
    })().finally(() => (releasing = null)))
  }

  /** Asks for the lock; resolves when it is granted (then it is kept), or refused, or the asking was aborted. */
  function request(options: LockOptions): Promise<boolean> {
    return new Promise((resolve, reject) => {
      let mine: Held | null = null
      locks
        .request(name, options, async (lock) => {
          if (!lock) {
            resolve(false)
            return
          }
          const verifiedAt = now()
          const { held: holders = [] } = await locks.query()
          const clientId = holders.find((holder) => holder.name === name)?.clientId ?? ''
          await new Promise<void>((release) => {
            held = mine = { clientId, verifiedAt, release }
            resolve(true)
          })
        })
        .catch((error: Error) => {
          // given up waiting, or taken by force from here: either way this window does not hold it
          if (held === mine) held = null
          if (error instanceof DOMException && error.name === 'AbortError') resolve(false)
          else reject(error)
        })
    })
  }

  async function acquire(): Promise<Lease | null> {
    if (await request({ ifAvailable: true })) return { fresh: true, stolen: false }
    const askedAt = now()
    heardBusyAt = askedAt
    const waiting = new AbortController()
    let isFrozen = false
    const want = () => {
      if (now() - heardBusyAt > times.silence) isFrozen = true
      if (isFrozen || now() - askedAt > times.patience) waiting.abort()
      else listen().postMessage({ type: 'want', from: id } satisfies LockMessage)
    }
    want()
    const timer = setInterval(want, times.ping)
    try {
      if (await request({ signal: waiting.signal })) return { fresh: true, stolen: false }
    } finally {
      clearInterval(timer)
    }
    return isFrozen && (await request({ steal: true })) ? { fresh: true, stolen: true } : null
  }

  async function verifyLease(): Promise<boolean> {
    const mine = held
    if (!mine) return false
    const askedAt = now()
    if (askedAt - mine.verifiedAt <= times.lease) return true
    const { held: holders = [] } = await locks.query()
    const isHolder = holders.some((holder) => holder.name === name && holder.clientId === mine.clientId)
    if (isHolder && held === mine) mine.verifiedAt = askedAt
    else if (held === mine) held = null
    return isHolder && held === mine
  }

  return {
    async hold(task) {
      while (releasing) await releasing
      // from here on until the task has ended, the lock is not handed over
      const before = running
      let finish: () => void = () => undefined
      running = new Promise<void>((resolve) => (finish = resolve)).then(() => before)
      try {
        listen()
        const lease = (await verifyLease()) ? { fresh: false, stolen: false } : await acquire()
        return lease ? ok(await task(lease)) : fail({ type: 'BookBusyElsewhere' })
      } finally {
        finish()
      }
    },
    verifyLease,
    onRelease(run) {
      beforeRelease = run
    },
    async close() {
      await running
      if (held) await letGo()
      channel?.close()
      channel = null
    },
  }
}
