import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Failure } from '../../src/core/base/failure'
import type { Result } from '../../src/core/base/result'
import type { RestorePointInfo } from '../../src/core/book/restorePoint'
import { createMemoryDevice, segmentsOf, type MemoryDevice } from '../../src/platform/memory/memoryDevice'
import type { DeviceEvent } from '../../src/worker/deviceApi'
import type { NightsafeClient } from '../../src/worker/client/nightsafeClient'
import { createMemoryClient, createTestClock, type TestClock } from '../support/createMemoryClient'
import { eventually } from '../support/eventually'

function value<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new Error(`failed: ${JSON.stringify(result.failure)}`)
  return result.value
}
const quiet = () => undefined
const HOUR = 3_600_000

describe.each([true, false])('restore points (with a commit log: %s)', (hasLog) => {
  let device: MemoryDevice
  let clock: TestClock
  let client: NightsafeClient
  let bookId: string

  const points = async (of = client): Promise<readonly RestorePointInfo[]> => value(await of.device.listRestorePoints(bookId))
  const told = async () => (await points()).map(({ generation, reason, name }) => [generation, reason, name])
  const members = async (of = client) => JSON.stringify(value(await of.device.rows(bookId, { table: 'members', from: 0, count: 100, sort: [], search: '' })).rows)
  const addMember = async (name: string, of = client) => value(await of.device.edit(bookId, { type: 'addRecord', table: 'members', values: { name } }, clock.now()))
  const byHand = async (name: string) => {
    const point = value(await client.device.makeRestorePoint(bookId, { reason: 'by-hand', name }, clock.now()))
    if (!point) throw new Error('no point')
    return point
  }

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] })
    device = createMemoryDevice()
    clock = createTestClock()
    client = await createMemoryClient({ device, clock, hasLog })
    value(await client.start())
    bookId = value(await client.device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: true, at: clock.now(), who: 'Ada' })).bookId
  })
  afterEach(() => vi.useRealTimers())

  it('are made at start when the book has changed, every six hours, at closing and before risky steps', async () => {
    value(await client.device.openBook(bookId))
    await eventually(async () => expect(await told()).toEqual([[1, 'start', '']]))
    value(await client.device.openBook(bookId))
    await addMember('Grace')
    clock.advance(5 * HOUR)
    vi.advanceTimersByTime(10 * 60_000)
    await addMember('Edsger')
    expect(await told()).toHaveLength(1)
    clock.advance(HOUR)
    vi.advanceTimersByTime(10 * 60_000)
    await eventually(async () => expect(await told()).toEqual([[3, 'six-hours', ''], [1, 'start', '']]))
    // nothing has changed since: whoever reads in the meantime sees no point more
    clock.advance(7 * HOUR)
    vi.advanceTimersByTime(10 * 60_000)
    for (let i = 0; i < 20; i++) expect(await told()).toHaveLength(2)
    await addMember('Alan')
    value(await client.makeBackup(bookId, { kind: 'end-of-day', note: '' }, quiet).outcome)
    expect((await told())[0]).toEqual([4, 'closing', ''])
    await addMember('Barbara')
    value(await client.device.edit(bookId, { type: 'removeSamples' }, clock.now()))
    expect((await told())[0]).toEqual([5, 'before-step', 'removeSamples'])

    const again = await createMemoryClient({ device, clock, hasLog })
    value(await again.start())
    value(await again.device.openBook(bookId))
    await eventually(async () => expect((await points(again))[0]).toMatchObject({ generation: 6, reason: 'start' }))
  })

  it('are made by hand with a name, even twice of one state, and can be read', async () => {
    const before = await members()
    const point = await byHand('before the fair')
    await byHand('really')
    expect(await told()).toHaveLength(2)
    await addMember('Grace')
    const read = value(await client.device.readRestorePoint(bookId, point.id))
    expect(read.head.generation).toBe(point.generation)
    expect(read.bytes.length).toBe(point.size)
    expect(before).not.toContain('Grace')
    expect(await client.device.readRestorePoint(bookId, 'f'.repeat(32))).toMatchObject({ ok: false, failure: { type: 'RestorePointNotFound' } })
  })

  it('are gone back to, which is undone like a restore and written down', async () => {
    await addMember('Grace')
    const point = await byHand('good')
    const good = await members()
    await addMember('Mallory')
    const wrecked = await members()
    const { head, safetyCopy } = value(await client.device.goBackTo(bookId, point.id, clock.now(), 'Ada'))
    expect(await members()).toBe(good)
    expect(head.generation).toBe(4)
    expect(head.identity.lineage.at(-1)).toMatchObject({ from: 4, after: 2 })
    expect(value(await client.device.undoableRestore(bookId))?.id).toBe(safetyCopy.id)
    const [entry] = value(await client.device.journal({ bookId, before: null, limit: 1 }))
    expect(entry).toMatchObject({ who: 'Ada', event: { type: 'went-back', copyId: point.id, copyGeneration: 2, fromGeneration: 3, generation: 4 } })
    await addMember('Later')
    value(await client.device.undoRestore(bookId, clock.now(), 'Ada'))
    expect(await members()).toBe(wrecked)
    // the way there is still in the list
    expect((await points()).map(({ generation }) => generation)).toContain(2)
    expect(value(await client.device.readRestorePoint(bookId, point.id)).head.generation).toBe(2)
  })

  it('stay over restores and new starts, and go with the book', async () => {
    const point = await byHand('first')
    const first = value(await client.device.readRestorePoint(bookId, point.id))
    for (let i = 0; i < 3; i++) {
      await addMember(`m${i}`)
      value(await client.device.goBackTo(bookId, point.id, clock.now(), ''))
    }
    value(await client.device.settle())
    const again = await createMemoryClient({ device, clock, hasLog })
    value(await again.start())
    value(await again.device.openBook(bookId))
    expect(value(await again.device.readRestorePoint(bookId, point.id))).toEqual(first)
    value(await again.device.removeBook(bookId, clock.now(), ''))
    expect(device.books.get(bookId)?.restorePoints.size).toBe(0)
  })

  it('are told as damaged when they are, and never opened', async () => {
    const point = await byHand('rotten')
    for (const segment of segmentsOf(device.books.get(bookId)!)) segment.damaged = true
    for (const stored of device.books.get(bookId)!.restorePoints.values()) stored.damaged = true
    expect(await client.device.goBackTo(bookId, point.id, clock.now(), '')).toMatchObject({ ok: false, failure: { type: 'StoredDataDamaged' } })
    expect((await points())[0]).toMatchObject({ id: point.id, isDamaged: true })
  })

  it('hold up no change when they cannot be stored, and say so once', async () => {
    const events: DeviceEvent[] = []
    client.onEvent((event) => void events.push(event))
    device.onCall = ({ medium, operation }) => (medium === 'restore-points' && operation === 'save' ? { type: 'StorageFull' } : null)
    for (const name of ['one', 'two']) value(await client.device.edit(bookId, { type: 'renameTable', table: 'members', name: `members_${name}` }, clock.now()).then(async (first) => {
      value(await client.device.edit(bookId, { type: 'renameTable', table: `members_${name}`, name: 'members' }, clock.now()))
      return first
    }))
    expect(events.filter(({ type }) => type === 'storage-failing')).toEqual([{ type: 'storage-failing', failure: { type: 'StorageFull' } }])
    expect(await client.device.makeRestorePoint(bookId, { reason: 'by-hand', name: '' }, clock.now())).toMatchObject({ ok: false, failure: { type: 'StorageFull' } })
  })

  it('do not grow without end', async () => {
    for (let i = 0; i < 15; i++) {
      await addMember(`m${i}`)
      await byHand(`p${i}`)
    }
    expect((await points()).map(({ name }) => name)).toEqual(Array.from({ length: hasLog ? 10 : 3 }, (_, i) => `p${14 - i}`))
  })
})
