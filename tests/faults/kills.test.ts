import { beforeAll, describe, expect, it } from 'vitest'
import type { BookImageEngine } from '../../src/core/book/sqlEngine'
import { createMemoryDevice, type StorageCall } from '../../src/platform/memory/memoryDevice'
import { createMemoryShelf } from '../../src/platform/memory/memoryShelf'
import { openEngine } from '../support/engines'
import { createRandom } from '../support/random'
import { addRecord, createTestBook, expectHomeToMatch, good, openTestBook, valuesOf } from '../support/sessions'

let engine: BookImageEngine
beforeAll(async () => {
  engine = await openEngine()
})

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

describe.each([true, false])('a window that dies (log: %s)', (hasLog) => {
  it('at any storage call of opening, writing, undoing, rotating and closing loses nothing acknowledged', async () => {
    const random = createRandom(`kills ${hasLog}`)
    let killedAt = 1
    for (let site = 0; killedAt >= 0; site++) {
      const device = createMemoryDevice()
      const setUp = await createTestBook(engine, createMemoryShelf(device, { hasLog }))
      good(await addRecord(setUp, 'first'))
      await setUp.close()

      let calls = 0
      killedAt = -1
      device.onCall = () => {
        if (calls++ !== site) return null
        killedAt = site
        return 'kill'
      }
      const acknowledged: unknown[] = ['first']
      let tried: unknown = null
      const work = (async () => {
        const { session } = good(await openTestBook(engine, createMemoryShelf(device, { hasLog })))
        for (let i = 0; i < 3; i++) {
          tried = `value ${i}`
          good(await addRecord(session, `value ${i}`))
          acknowledged.push(tried)
          if (random.chance(0.3)) await session.settle()
        }
        tried = null
        await session.close()
      })()
      await Promise.race([work, settled().then(settled).then(settled)])
      device.onCall = null

      const { session, incidents } = good(await openTestBook(engine, createMemoryShelf(device, { hasLog })))
      expect(incidents, `site ${site}`).toEqual([])
      const found = valuesOf(session)
      const withTried = [...acknowledged, tried]
      expect([acknowledged, withTried], `site ${site}`).toContainEqual(found)
      expect(session.read((db) => db.rows('PRAGMA integrity_check'))).toEqual([['ok']])
      good(await addRecord(session, 'goes on'))
      good(await session.settle())
      await expectHomeToMatch(device, session)
    }
  })

  it('at any storage call of a replacement leaves the old book or the new one, with the safety copy once it is the new', async () => {
    const digest = (bytes: Uint8Array) => Promise.resolve(String(bytes.length) + String(bytes[4096 + 4000]))
    let killedAt = 1
    for (let site = 0; killedAt >= 0; site++) {
      const device = createMemoryDevice()
      const session = await createTestBook(engine, createMemoryShelf(device, { hasLog }))
      good(await addRecord(session, 'old'))
      await session.settle()
      const other = engine.openImage(null)
      other.db.run("CREATE TABLE t (a INTEGER PRIMARY KEY, b); INSERT INTO t (b) VALUES ('new')")
      const bytes = other.read(0, other.size)
      let calls = 0
      killedAt = -1
      device.onCall = () => {
        if (calls++ !== site) return null
        killedAt = site
        return 'kill'
      }
      const work = session.replace({ at: session.head.changedAt, reason: 'before-restore', identity: session.head.identity, bytes, expectedDigest: await digest(bytes), contentDigest: digest })
      // a window that is killed never answers
      const killed = (async () => {
        while (killedAt < 0) await settled()
        await settled()
      })()
      const outcome = await Promise.race([work, killed])
      const survived = killedAt < 0
      // ends the waiting for a kill that did not come
      killedAt = survived ? site : killedAt
      await killed
      killedAt = survived ? -1 : killedAt
      device.onCall = null
      const again = good(await openTestBook(engine, createMemoryShelf(device, { hasLog })))
      expect(again.incidents, `site ${site}`).toEqual([])
      const [value] = valuesOf(again.session)
      if (killedAt < 0) expect(outcome).toMatchObject({ ok: true })
      expect(['old', 'new']).toContain(value)
      good(await again.session.settle())
      await expectHomeToMatch(device, again.session)
      if (value === 'new') expect(good(await again.session.listSafetyCopies())).toHaveLength(1)
    }
  })

  it('a failure at any storage call leaves no trace, and the next change goes through', async () => {
    const failures = [{ type: 'StorageFull' }, { type: 'StorageLost', medium: 'x' }, { type: 'StorageUnavailable', medium: 'x', reason: 'y' }] as const
    for (const failure of failures) {
      let failedAt: StorageCall | null = {} as StorageCall
      for (let site = 0; failedAt; site++) {
        const device = createMemoryDevice()
        const session = await createTestBook(engine, createMemoryShelf(device, { hasLog }))
        await session.settle()
        let calls = 0
        failedAt = null
        device.onCall = (call) => {
          if (calls++ !== site) return null
          failedAt = call
          return failure
        }
        const expected: unknown[] = []
        for (const value of ['a', 'b', 'c']) {
          const before = (await session.snapshot()).bytes
          const outcome = await addRecord(session, value)
          if (outcome.ok) expected.push(value)
          else expect((await session.snapshot()).bytes.every((byte, i) => byte === before[i]), `site ${site}`).toBe(true)
          await settled()
        }
        device.onCall = null
        good(await addRecord(session, 'last'))
        expected.push('last')
        expect(valuesOf(session), `${failure.type} site ${site}`).toEqual(expected)
        good(await session.settle())
        await expectHomeToMatch(device, session)
        await session.close()
        const again = good(await openTestBook(engine, createMemoryShelf(device, { hasLog })))
        expect(valuesOf(again.session)).toEqual(expected)
        expect(again.session.read((db) => db.rows('PRAGMA integrity_check'))).toEqual([['ok']])
      }
    }
  })
})
