import { beforeAll, describe, expect, it } from 'vitest'
import { ok } from '../../src/core/base/result'
import type { BookSession } from '../../src/core/book/bookSession'
import { createBookSession } from '../../src/core/book/createBookSession'
import type { BookImageEngine } from '../../src/core/book/sqlEngine'
import type { Commit, PageHome } from '../../src/core/book/storage'
import { createMemoryDevice } from '../../src/platform/memory/memoryDevice'
import { createMemoryShelf, type MemoryShelf } from '../../src/platform/memory/memoryShelf'
import { openEngine } from '../support/engines'
import { createRandom } from '../support/random'
import { addRecord, BOOK_ID, createTestBook, expectHomeToMatch, good, identity, instant, openTestBook, randomBytes, valuesOf } from '../support/sessions'

let engine: BookImageEngine
beforeAll(async () => {
  engine = await openEngine()
})

const pause = () => new Promise((resolve) => setTimeout(resolve, 0))

interface Window {
  readonly shelf: MemoryShelf
  readonly session: BookSession
}

describe.each(['append', 'save'] as const)('a window frozen in the middle of %s', (operation) => {
  it('does not acknowledge what comes too late, and takes over what was written meanwhile', async () => {
    const hasLog = operation === 'append'
    const device = createMemoryDevice()
    const frozen = createMemoryShelf(device, { hasLog })
    const one = await createTestBook(engine, frozen)
    good(await addRecord(one, 'before'))
    await one.settle()
    device.onCall = (call) => {
      if (call.operation === operation && call.phase === 'before') {
        device.onCall = null
        frozen.freeze()
      }
      return null
    }
    const late = addRecord(one, 'late')
    await pause()
    const { session: two } = good(await openTestBook(engine, createMemoryShelf(device, { hasLog })))
    good(await addRecord(two, 'meanwhile'))
    frozen.thaw()
    expect(await late).toEqual({ ok: false, failure: { type: 'WrittenElsewhere' } })
    good(await addRecord(two, 'two'))
    good(await addRecord(one, 'one'))
    good(await two.settle())
    for (const session of [one, two]) expect(valuesOf(session)).toEqual(['before', 'meanwhile', 'two', 'one'])
    await expectHomeToMatch(device, two)
  })
})

describe('the home behind the log', () => {
  it('gets the pages of a window that died before it could write them', async () => {
    const device = createMemoryDevice()
    const dying = createMemoryShelf(device)
    const one = await createTestBook(engine, dying)
    const { session: two } = good(await openTestBook(engine, createMemoryShelf(device)))
    good(await one.settle())
    device.onCall = ({ operation, phase }) => (operation === 'save' && phase === 'before' ? { type: 'StorageUnavailable', medium: 'home', reason: 'busy' } : null)
    // more than one page, of which the next change touches only some
    good(await one.write(one.head.changedAt, (db) => (db.run('INSERT INTO t (b) VALUES (zeroblob(40000)), (1)'), ok())))
    await pause()
    expect(two.head.generation).toBe(one.head.generation)
    dying.kill()
    device.onCall = null
    good(await addRecord(two, 'after'))
    good(await two.settle())
    await expectHomeToMatch(device, two)
  })

  it('is never copied from a state that is not acknowledged', async () => {
    const device = createMemoryDevice()
    const storage = createMemoryShelf(device).storageOf(BOOK_ID)
    const gates: { home: (() => void)[]; log: (() => void)[] } = { home: [], log: [] }
    let isGated = false
    const gate = (name: 'home' | 'log') => (isGated ? new Promise<void>((resolve) => gates[name].push(resolve)) : Promise.resolve())
    const { log, home } = storage
    if (!log) throw new Error('no log')
    const saved: number[] = []
    const deps = {
      engine,
      randomBytes,
      storage: {
        ...storage,
        log: { ...log, append: (commit: Commit) => gate('log').then(() => log.append(commit)) },
        home: {
          ...home,
          save: (...[head, changed, read, strict]: Parameters<PageHome['save']>) => {
            saved.push(head.generation)
            const saving = home.save(head, changed, read, strict)
            return gate('home').then(() => saving)
          },
        },
      },
    }
    const session = good(await createBookSession(deps, { identity, bytes: null, at: instant() }))
    good(await session.write(instant(), (db) => (db.run('CREATE TABLE t (a INTEGER PRIMARY KEY, b)'), ok())))
    await session.settle()
    saved.length = 0
    isGated = true
    const next = async (value: string) => {
      const writing = addRecord(session, value)
      await pause()
      return writing
    }
    void next('three')
    await pause()
    gates.log.shift()?.()
    await pause()
    void next('four')
    await pause()
    gates.log.shift()?.()
    await pause()
    void next('five')
    await pause()
    expect(session.head.generation).toBe(4)
    gates.home.shift()?.()
    await pause()
    expect(saved).toEqual([3])
    gates.log.shift()?.()
    await pause()
    expect(saved).toEqual([3, 5])
    isGated = false
    gates.home.shift()?.()
    good(await session.settle())
    await expectHomeToMatch(device, session)
  })
})

describe.each([true, false])('several windows on one book (log: %s)', (hasLog) => {
  it('frozen, thawed and killed at random never overwrite what one of them acknowledged', async () => {
    const random = createRandom(`windows ${hasLog}`)
    for (let schedule = 0; schedule < 10; schedule++) {
      const device = createMemoryDevice()
      const first = createMemoryShelf(device, { hasLog })
      const windows: Window[] = [{ shelf: first, session: await createTestBook(engine, first) }]
      const acknowledged = new Set<string>()
      const tried = new Set<string>()
      const frozen = new Set<MemoryShelf>()
      const open = async () => {
        const shelf = createMemoryShelf(device, { hasLog })
        const opened = await openTestBook(engine, shelf)
        if (opened.ok) windows.push({ shelf, session: opened.value.session })
      }
      for (let i = random.int(1, 3); i > 0; i--) await open()

      for (let step = 0; step < 30; step++) {
        const act = random.next()
        const window = random.pick(windows)
        if (act < 0.7) {
          const value = `${schedule}/${step}`
          tried.add(value)
          const writing = addRecord(window.session, value).then((outcome) => {
            if (outcome.ok) acknowledged.add(value)
          })
          if (!frozen.has(window.shelf) && random.chance(0.6)) await Promise.race([writing, pause()])
        } else if (act < 0.8) {
          window.shelf.freeze()
          frozen.add(window.shelf)
          if (frozen.size === windows.length) await open()
        } else if (act < 0.9) {
          window.shelf.thaw()
          frozen.delete(window.shelf)
        } else if (act < 0.95 && windows.length > 1) {
          window.shelf.kill()
          windows.splice(windows.indexOf(window), 1)
          frozen.delete(window.shelf)
          if (frozen.size === windows.length) await open()
        } else if (!frozen.has(window.shelf)) await Promise.race([window.session.settle(), pause()])
        if (random.chance(0.3)) await pause()
      }
      for (const { shelf } of windows) shelf.thaw()
      for (let i = 0; i < 20; i++) await pause()

      for (const { session } of windows) {
        // a window that was fenced out may be told so once
        if (!(await addRecord(session, 'end')).ok) good(await addRecord(session, 'end'))
      }
      const last = windows.at(-1)
      if (!last) throw new Error('no window left')
      const values = valuesOf(last.session).filter((value) => value !== 'end')
      expect(new Set(values).size, `schedule ${schedule}`).toBe(values.length)
      for (const value of acknowledged) expect(values, `schedule ${schedule}`).toContain(value)
      for (const value of values) expect(tried, `schedule ${schedule}`).toContain(value)
      for (const { shelf } of windows) shelf.kill()
      const { session } = good(await openTestBook(engine, createMemoryShelf(device, { hasLog })))
      expect(valuesOf(session)).toEqual(valuesOf(last.session))
      expect(session.read((db) => db.rows('PRAGMA integrity_check'))).toEqual([['ok']])
      good(await session.settle())
      await expectHomeToMatch(device, session)
    }
  }, 60_000)
})
