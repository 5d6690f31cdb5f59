import { beforeAll, describe, expect, it } from 'vitest'
import type { BookSession } from '../../src/core/book/bookSession'
import type { BookImageEngine } from '../../src/core/book/sqlEngine'
import { createMemoryDevice } from '../../src/platform/memory/memoryDevice'
import { createMemoryShelf, type MemoryShelf } from '../../src/platform/memory/memoryShelf'
import { openEngine } from '../support/engines'
import { createRandom } from '../support/random'
import { addRecord, createTestBook, expectHomeToMatch, good, openTestBook, valuesOf } from '../support/sessions'

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
