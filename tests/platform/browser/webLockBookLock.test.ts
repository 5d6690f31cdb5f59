import { afterEach, describe, expect, it } from 'vitest'
import type { BookLock, Lease } from '../../../src/core/book/storage'
import { createWebLockBookLock } from '../../../src/platform/browser/webLockBookLock'
import { createFakeWebLocks } from '../../support/fakeWebLocks'
import { BOOK_ID } from '../../support/sessions'

const open: BookLock[] = []
afterEach(async () => {
  for (const lock of open.splice(0)) await lock.close()
})

/** Windows that share locks and a channel; a frozen one hears nothing. */
function createWindows() {
  const { windowLocks } = createFakeWebLocks()
  const times = { ping: 10, silence: 80, lease: 30, patience: 2000 }
  return (clientId: string) => {
    let isFrozen = false
    const lock = createWebLockBookLock(BOOK_ID, {
      locks: windowLocks(clientId),
      createChannel(name) {
        const channel = new BroadcastChannel(name)
        return new Proxy(channel, {
          get: (target, key) => (key === 'postMessage' || key === 'close' ? (target[key] as (message?: unknown) => void).bind(target) : Reflect.get(target, key)),
          set(target, key, value: (event: MessageEvent) => void) {
            if (key !== 'onmessage') return Reflect.set(target, key, value)
            target.onmessage = (event) => void (isFrozen || value(event as unknown as MessageEvent))
            return true
          },
        }) as unknown as globalThis.BroadcastChannel
      },
      now: () => performance.now(),
      times,
    })
    open.push(lock)
    return { lock, freeze: () => (isFrozen = true), thaw: () => (isFrozen = false) }
  }
}

const leaseOf = (lock: BookLock) => lock.hold((lease: Lease) => Promise.resolve(lease))
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('the lock of a book over Web Locks', () => {
  it('is kept between tasks, and handed over when another window wants it', async () => {
    const window = createWindows()
    const [one, two] = [window('one'), window('two')]
    let released = 0
    one.lock.onRelease(() => Promise.resolve(void released++))
    expect(await leaseOf(one.lock)).toEqual({ ok: true, value: { fresh: true, stolen: false } })
    expect(await leaseOf(one.lock)).toEqual({ ok: true, value: { fresh: false, stolen: false } })
    expect(await leaseOf(two.lock)).toEqual({ ok: true, value: { fresh: true, stolen: false } })
    expect(released).toBe(1)
    expect(await one.lock.verifyLease()).toBe(false)
    expect(await leaseOf(one.lock)).toEqual({ ok: true, value: { fresh: true, stolen: false } })
  })

  it('waits for a task that takes long, while its window answers', async () => {
    const window = createWindows()
    const [one, two] = [window('one'), window('two')]
    let isDone = false
    const long = one.lock.hold(async () => {
      await wait(250)
      isDone = true
    })
    await wait(5)
    expect(await leaseOf(two.lock)).toEqual({ ok: true, value: { fresh: true, stolen: false } })
    expect(isDone).toBe(true)
    await long
  })

  it('is taken by force from a window that does not answer, which then knows', async () => {
    const window = createWindows()
    const [one, two] = [window('one'), window('two')]
    await leaseOf(one.lock)
    one.freeze()
    expect(await leaseOf(two.lock)).toEqual({ ok: true, value: { fresh: true, stolen: true } })
    one.thaw()
    expect(await one.lock.verifyLease()).toBe(false)
    expect(await leaseOf(one.lock)).toEqual({ ok: true, value: { fresh: true, stolen: false } })
  })

  it('is never held by two at once', async () => {
    const window = createWindows()
    const windows = [window('one'), window('two'), window('three')]
    let inside = 0
    let tasks = 0
    await Promise.all(
      windows.map(async ({ lock }) => {
        for (let i = 0; i < 15; i++) {
          await lock.hold(async () => {
            expect(++inside).toBe(1)
            await wait(1)
            inside--
            tasks++
          })
        }
      }),
    )
    expect(tasks).toBe(45)
  })
})
