import { beforeEach, describe, expect, it } from 'vitest'
import type { Failure } from '../../src/core/base/failure'
import type { Result } from '../../src/core/base/result'
import type { Witness } from '../../src/core/book/storage'
import { createMemoryDevice, segmentsOf, type MemoryDevice } from '../../src/platform/memory/memoryDevice'
import type { EmergencyOutcome } from '../../src/worker/client/emergency'
import type { NightsafeClient } from '../../src/worker/client/nightsafeClient'
import { createMemoryClient, createTestClock, type TestClock } from '../support/createMemoryClient'

function value<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new Error(`failed: ${JSON.stringify(result.failure)}`)
  return result.value
}
const quiet = () => undefined
const summary = ({ looked }: EmergencyOutcome) => looked.map(({ kind, name, generation, outcome }) => [kind, name, generation, outcome].join(' '))

describe('the emergency restore', () => {
  let device: MemoryDevice
  let clock: TestClock
  let client: NightsafeClient
  let witnesses: Map<string, Witness>
  let bookId: string

  const members = async (of = client) => JSON.stringify(value(await of.device.rows(bookId, { table: 'members', from: 0, count: 100, sort: [], search: '' })).rows)
  const addMember = async (name: string) => value(await client.device.edit(bookId, { type: 'addRecord', table: 'members', values: { name } }, clock.now()))
  const byHand = async (name: string) => {
    const point = value(await client.device.makeRestorePoint(bookId, { reason: 'by-hand', name }, clock.now()))
    if (!point) throw new Error('no point')
    return point
  }
  const backUp = async (passphrase: string | null = null) => {
    const { file, fileName } = value(await client.makeBackup(bookId, { kind: 'manual', note: '', passphrase }, quiet).outcome)
    return new File([file], fileName)
  }
  const restore = (files: File[] = [], of = client, id: string | null = bookId) => of.emergencyRestore(id, files, quiet).outcome
  const newWindow = async (on = device, settings = {}) => {
    for (const lock of on.locks.values()) lock.holder = null
    const next = await createMemoryClient({ device: on, clock, witnesses: on === device ? witnesses : new Map(), settings })
    value(await next.start())
    return next
  }
  /** Another browser with what this one has stored, all windows gone. */
  const copyOf = (from: MemoryDevice) => {
    const copy = createMemoryDevice()
    for (const [id, book] of from.books) {
      for (const segment of segmentsOf(book)) segment.owner = null
      copy.books.set(id, structuredClone(book))
    }
    copy.journal.push(...structuredClone(from.journal))
    return copy
  }
  /**
   * A browser in which neither log nor home of the book can be read any more. The book went back to the point `good`
   * before, so that the segment of that point was set aside, and is good.
   */
  const makeBroken = async () => {
    await addMember('Grace')
    const point = await byHand('good')
    const good = await members()
    const copy = value(await client.device.goBackTo(bookId, point.id, clock.now(), '')).safetyCopy
    value(await client.device.settle())
    const broken = copyOf(device)
    const book = broken.books.get(bookId)
    if (!book?.home) throw new Error('nothing stored')
    book.home.damaged = true
    book.segments = book.segments.slice(-1)
    for (const segment of book.segments) segment.damaged = true
    return { broken, point, copy, good }
  }

  beforeEach(async () => {
    device = createMemoryDevice()
    clock = createTestClock()
    witnesses = new Map()
    client = await createMemoryClient({ device, clock, witnesses })
    value(await client.start())
    bookId = value(await client.device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: true, at: clock.now(), who: 'Ada' })).bookId
  })

  it('goes back to the newest restore point that is not what the book is now, further back each time, and can be undone', async () => {
    await byHand('first')
    const first = await members()
    await addMember('Grace')
    await byHand('second')
    const second = await members()
    await addMember('Mallory')
    const wrecked = await members()
    await byHand('wrecked')

    const once = value(await restore())
    expect(summary(once)).toEqual(['restore-point wrecked 3 same-as-now', 'restore-point second 2 restored', 'restore-point first 1 older'])
    expect(once).toMatchObject({ bookId, generation: 2, undoable: true, from: { name: 'second' } })
    expect(await members()).toBe(second)

    const twice = value(await restore())
    expect(twice.from).toMatchObject({ name: 'first', generation: 1 })
    expect(await members()).toBe(first)
    expect(twice.looked.at(-1)).toMatchObject({ generation: 3 })

    value(await client.device.undoRestore(bookId, clock.now(), ''))
    expect(await members()).toBe(second)
    expect(wrecked).toContain('Mallory')
    const { event } = value(await client.device.journal({ bookId, before: null, limit: 2 }))[1] ?? {}
    expect(event).toMatchObject({ type: 'went-back', copyGeneration: 1 })
  })

  it('takes a file when that is newest, a safety copy when there is nothing else, and passes over bad ones and other books', async () => {
    const older = await backUp()
    await addMember('Grace')
    const newer = await backUp()
    await addMember('Mallory')
    const garbled = new Uint8Array(await newer.arrayBuffer())
    garbled[garbled.length - 100] = (garbled[garbled.length - 100] ?? 0) ^ 1
    const other = value(await client.device.createBook({ templateId: 'household-budget', name: 'Other', currency: 'EUR', withSamples: false, at: clock.now(), who: '' })).bookId
    const foreign = value(await client.makeBackup(other, { kind: 'manual', note: '' }, quiet).outcome)
    const files = [older, new File([foreign.file], 'other.db'), new File([garbled], 'garbled.db'), new File([], 'empty.db'), newer]
    const outcome = value(await restore(files))
    expect(summary(outcome)).toEqual([
      `file ${newer.name} 2 restored`, `file ${older.name} 1 older`,
      'file other.db 1 another-book', 'file garbled.db  not-good', 'file empty.db  not-good',
    ])
    expect(await members()).toContain('Grace')
    expect(await members()).not.toContain('Mallory')

    for (const stored of device.books.get(bookId)!.restorePoints.values()) stored.damaged = true
    const fromCopy = value(await restore())
    expect(fromCopy.from).toMatchObject({ kind: 'safety-copy', generation: 3 })
    expect(await members()).toContain('Mallory')
  })

  it('tries the passphrases of the device', async () => {
    const file = await backUp('correct horse battery staple')
    const fresh = await newWindow(createMemoryDevice())
    const without = await restore([file], fresh, null)
    expect(without).toMatchObject({ ok: false, failure: { type: 'NoGoodCopy', looked: 1 } })
    const books = { [bookId]: { snoozedUntil: 0, keepFields: [], leaveOutFields: [], encryption: { passphrase: 'correct horse battery staple', since: 0, provedAt: 0 } } }
    const knowing = await newWindow(createMemoryDevice(), { books })
    const outcome = value(await restore([file], knowing, null))
    expect(outcome).toMatchObject({ bookId, generation: 1, undoable: false, from: { kind: 'file', outcome: 'restored' } })
    expect(await members(knowing)).toBe(await members())
  })

  it('brings the newest good file back as its own book where there is none', async () => {
    const older = await backUp()
    await addMember('Grace')
    const newer = await backUp()
    const fresh = await newWindow(createMemoryDevice())
    const outcome = value(await restore([older, newer], fresh, null))
    expect(outcome).toMatchObject({ bookId, undoable: false, from: { name: newer.name, generation: 2 } })
    expect(await members(fresh)).toBe(await members())
  })

  it.each(['asked for by its id', 'asked for by nobody'])('brings back a book that cannot be opened any more, %s', async (how) => {
    const { broken, point, copy, good } = await makeBroken()
    const two = await createMemoryClient({ device: broken, clock, witnesses })
    expect(value(await two.start()).incidents).toEqual([])
    expect((await two.device.openBook(bookId)).ok).toBe(false)
    const outcome = value(await restore([], two, how === 'asked for by its id' ? bookId : null))
    expect(outcome).toMatchObject({ bookId, generation: 2, undoable: false, from: { kind: 'restore-point', name: 'good', outcome: 'restored' } })
    expect(await members(two)).toBe(good)
    // nothing that was kept is lost by it, and nothing looks like a loss
    expect(value(await two.device.readRestorePoint(bookId, point.id)).head.generation).toBe(2)
    expect(value(await two.device.listSafetyCopies(bookId)).map(({ id }) => id)).toContain(copy.id)
    const three = await createMemoryClient({ device: copyOf(broken), clock, witnesses })
    expect(value(await three.start()).incidents).toEqual([])
    expect(await members(three)).toBe(good)
  })

  it('fails with what was looked at when nothing verifies, and changes nothing', async () => {
    await byHand('rotten')
    for (const stored of device.books.get(bookId)!.restorePoints.values()) stored.damaged = true
    await addMember('Grace')
    const before = await members()
    expect(await restore([new File(['x'], 'x.txt')])).toMatchObject({ ok: false, failure: { type: 'NoGoodCopy', looked: 2 } })
    expect(await members()).toBe(before)
  })

  it('is cancelled before anything is changed', async () => {
    await byHand('first')
    await addMember('Grace')
    const before = await members()
    const run = client.emergencyRestore(bookId, [], quiet)
    run.cancel()
    expect(await run.outcome).toMatchObject({ ok: false, failure: { type: 'Cancelled' } })
    expect(await members()).toBe(before)
  })

  it('leaves a book that can be opened, wherever a window dies while it begins anew', async () => {
    const { broken, good } = await makeBroken()
    let survived = 0
    for (let left = 0; ; left++) {
      const copy = copyOf(broken)
      const dying = await createMemoryClient({ device: copy, clock, witnesses })
      let calls = left
      let isDone = false
      const killed = new Promise<void>((resolve) => {
        copy.onCall = () => {
          if (calls-- > 0) return null
          resolve()
          return 'kill'
        }
      })
      await Promise.race([dying.emergencyRestore(bookId, [], quiet).outcome.then(() => (isDone = true)), killed])
      copy.onCall = null
      const next = await createMemoryClient({ device: copy, clock, witnesses })
      value(await next.start())
      const opened = await next.device.openBook(bookId)
      if (opened.ok) survived++
      else value(await next.emergencyRestore(bookId, [], quiet).outcome)
      expect(await members(next), `after ${left} calls`).toBe(good)
      if (isDone) break
    }
    expect(survived).toBeGreaterThan(0)
  }, 30_000)
})
