import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Failure } from '../../src/core/base/failure'
import type { Result } from '../../src/core/base/result'
import type { Witness } from '../../src/core/book/storage'
import { createMemoryDevice } from '../../src/platform/memory/memoryDevice'
import type { NightsafeClient } from '../../src/worker/client/nightsafeClient'
import type { MadeBackup } from '../../src/worker/jobApi'
import { createMemoryClient, createTestClock } from '../support/createMemoryClient'

function value<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new Error(`failed: ${JSON.stringify(result.failure)}`)
  return result.value
}
const quiet = () => undefined
const foreign = (name: string) => new File([readFileSync(`tests/fixtures/foreign/${name}`)], name)
const fileOf = (made: MadeBackup, name = made.fileName) => new File([made.file], name)

async function startHousehold(client: NightsafeClient): Promise<string> {
  value(await client.start())
  const book = value(
    await client.device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: true, at: client.clock.now(), who: 'Ada' }),
  )
  return book.bookId
}
async function addMember(client: NightsafeClient, bookId: string, name: string) {
  return value(await client.device.edit(bookId, { type: 'addRecord', table: 'members', values: { name } }, client.clock.now()))
}
async function members(client: NightsafeClient, bookId: string): Promise<string> {
  const { rows } = value(await client.device.rows(bookId, { table: 'members', from: 0, count: 100, sort: [], search: '' }))
  return JSON.stringify(rows)
}

describe('the main job', () => {
  let client: NightsafeClient
  let bookId: string
  const clock = createTestClock()

  beforeEach(async () => {
    client = await createMemoryClient({ clock })
    bookId = await startHousehold(client)
  })

  it.each([
    ['db', false],
    ['db', true],
    ['json', false],
    ['json', true],
  ] as const)('brings a book back on a fresh device from a %s backup (gzip: %s)', async (form, gzip) => {
    await addMember(client, bookId, 'Grace')
    const made = value(await client.makeBackup(bookId, { kind: 'end-of-day', note: 'all well', form, gzip }, quiet).outcome)
    expect(made.fileName).toBe(`Home_backup_20261121_180409.${form}${gzip ? '.gz' : ''}`)

    const fresh = await createMemoryClient({ clock })
    expect(value(await fresh.start()).books).toEqual([])
    // a renamed copy is known by its content
    const file = fileOf(made, 'something.else')
    const assessment = value(await fresh.assessFile(file, null, quiet).outcome)
    expect(assessment.inspection.findings.filter((finding) => finding.severity === 'error')).toEqual([])
    expect(assessment.verdict).toEqual({ kind: 'another-book' })
    const book = value(await fresh.openAsNewBook(file, { name: '', currency: 'USD', wake: false }, quiet).outcome)
    expect(book.bookId).toBe(bookId)
    expect(book.name).toBe('Home')
    expect(await members(fresh, bookId)).toBe(await members(client, bookId))
    const again = value(await fresh.makeBackup(bookId, { kind: 'manual', note: '', form: 'db' }, quiet).outcome)
    expect(again.manifest.contentDigest).toBe(made.manifest.contentDigest)
  })

  it('restores over the book, keeps a safety copy and undoes it', async () => {
    const before = value(await client.makeBackup(bookId, { kind: 'end-of-day', note: '' }, quiet).outcome)
    await addMember(client, bookId, 'Grace')
    const later = await members(client, bookId)

    const assessment = value(await client.assessFile(fileOf(before), bookId, quiet).outcome)
    expect(assessment.verdict).toEqual({ kind: 'same-book', relation: { kind: 'older', changes: 1 } })
    expect(assessment.live?.tables.find((table) => table.name === 'members')?.records).toBe(assessment.inspection.tables.find((table) => table.name === 'members')!.records! + 1)

    const restored = value(await client.restoreOver(fileOf(before), bookId, quiet).outcome)
    expect(restored.head.generation).toBe(3)
    expect(await members(client, bookId)).not.toContain('Grace')
    expect(value(await client.device.undoableRestore(bookId))?.id).toBe(restored.safetyCopy.id)

    value(await client.device.undoRestore(bookId, clock.now(), ''))
    expect(await members(client, bookId)).toBe(later)
    expect(value(await client.device.undoableRestore(bookId))).toBeNull()
  })

  it('keeps the ten newest safety copies', async () => {
    const made = value(await client.makeBackup(bookId, { kind: 'manual', note: '' }, quiet).outcome)
    for (let i = 0; i < 12; i++) value(await client.restoreOver(fileOf(made), bookId, quiet).outcome)
    const copies = value(await client.device.listSafetyCopies(bookId))
    expect(copies.map((copy) => copy.head.generation).sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(value(await client.device.undoableRestore(bookId))?.head.generation).toBe(12)
  })

  it('tells an offered backup from a confirmed one', async () => {
    const made = value(await client.makeBackup(bookId, { kind: 'manual', note: 'before the fair' }, quiet).outcome)
    expect(made.fileName).toBe('Home_manual_20261121_180409_before_the_fair.db')
    expect(value(await client.device.backupFacts(bookId))).toMatchObject([{ confirmedAt: null }])
    const checked = value(await client.checkBackup(fileOf(made), bookId, quiet).outcome)
    expect(checked.kind).toBe('confirmed')
    expect(value(await client.device.backupFacts(bookId))[0]?.confirmedAt).not.toBeNull()
  })

  it('confirms a backup that is dropped back in, wherever it is dropped', async () => {
    const made = value(await client.makeBackup(bookId, { kind: 'manual', note: '' }, quiet).outcome)
    value(await client.assessFile(fileOf(made), bookId, quiet).outcome)
    expect(value(await client.device.backupFacts(bookId))[0]?.confirmedAt).not.toBeNull()
  })

  it('refuses a changed backup, changes nothing and writes it down', async () => {
    const made = value(await client.makeBackup(bookId, { kind: 'manual', note: '' }, quiet).outcome)
    const bytes = new Uint8Array(await made.file.arrayBuffer())
    const at = Buffer.from(bytes).indexOf('Groceries')
    bytes[at] = (bytes[at] ?? 0) ^ 1
    const assessment = value(await client.assessFile(new File([bytes], 'x.db'), bookId, quiet).outcome)
    expect(assessment.verdict.kind).toBe('damaged')
    expect((await client.restoreOver(new File([bytes], 'x.db'), bookId, quiet).outcome).ok).toBe(false)
    const [entry] = value(await client.device.journal({ bookId, before: null, limit: 1 }))
    expect(entry?.event).toMatchObject({ type: 'file-refused', code: 'seal-mismatch' })
  })

  it('does not take another device’s backup of the same generation and size for its own', async () => {
    const first = value(await client.makeBackup(bookId, { kind: 'manual', note: '' }, quiet).outcome)
    const other = await createMemoryClient({ clock })
    value(await other.start())
    value(await other.openAsNewBook(fileOf(first), { name: '', currency: 'EUR', wake: false }, quiet).outcome)
    await addMember(client, bookId, 'Here')
    await addMember(client, bookId, 'Here, too')
    await addMember(other, bookId, 'Away')
    value(await client.makeBackup(bookId, { kind: 'manual', note: '' }, quiet).outcome)
    const away = value(await other.makeBackup(bookId, { kind: 'manual', note: '' }, quiet).outcome)
    expect(value(await client.checkBackup(fileOf(away), bookId, quiet).outcome).kind).not.toBe('confirmed')
    expect(value(await client.device.backupFacts(bookId)).every((fact) => fact.confirmedAt === null)).toBe(true)
  })

  it('offers a backup before it is written down, and gives it even when that cannot be done', async () => {
    const device = createMemoryDevice()
    const one = await createMemoryClient({ device, clock })
    const id = await startHousehold(one)
    const seen: number[] = []
    const made = await one.makeBackup(id, { kind: 'emergency', note: '' }, quiet, () => seen.push(device.journal.filter((entry) => entry.event.type === 'backup-offered').length)).outcome
    expect(made.ok).toBe(true)
    expect(seen).toEqual([0])
    expect(device.journal.at(-1)?.event.type).toBe('backup-offered')
  })

  it('leaves the book as it was when the device cannot store the restored state', async () => {
    const device = createMemoryDevice()
    const one = await createMemoryClient({ device, clock })
    const id = await startHousehold(one)
    const made = value(await one.makeBackup(id, { kind: 'manual', note: '' }, quiet).outcome)
    await addMember(one, id, 'Grace')
    value(await one.device.settle())
    device.onCall = ({ medium, operation, phase }) => (medium === 'home' && operation === 'save' && phase === 'before' ? { type: 'StorageFull' } : null)
    expect(await one.restoreOver(fileOf(made), id, quiet).outcome).toMatchObject({ ok: false, failure: { type: 'StorageFull' } })
    device.onCall = null
    expect(value(await one.device.undoableRestore(id))).toBeNull()
    await addMember(one, id, 'Later')
    expect(await members(one, id)).toContain('Grace')
    const again = await createMemoryClient({ device, clock })
    expect(value(await again.start()).incidents).toEqual([])
    expect(await members(again, id)).toContain('Later')
  })

  it('brings an unreadable book back as itself', async () => {
    const device = createMemoryDevice()
    const one = await createMemoryClient({ device, clock })
    const id = await startHousehold(one)
    const made = value(await one.makeBackup(id, { kind: 'manual', note: '' }, quiet).outcome)
    const stored = device.books.get(id)
    if (!stored?.home) throw new Error('nothing stored')
    stored.home.damaged = true
    for (const segment of stored.segments) segment.damaged = true
    for (const lock of device.locks.values()) lock.holder = null
    const two = await createMemoryClient({ device, clock })
    value(await two.start())
    expect((await two.device.openBook(id)).ok).toBe(false)
    expect(value(await two.openAsNewBook(fileOf(made), { name: '', currency: 'EUR', wake: false }, quiet).outcome).bookId).toBe(id)
  })

  it('does not take back in a restored book what was done before', async () => {
    await addMember(client, bookId, 'Grace')
    const made = value(await client.makeBackup(bookId, { kind: 'manual', note: '' }, quiet).outcome)
    value(await client.restoreOver(fileOf(made), bookId, quiet).outcome)
    expect(await client.device.undo(bookId, clock.now())).toMatchObject({ ok: false, failure: { type: 'NothingToUndo' } })
    expect(await members(client, bookId)).toContain('Grace')
  })

  it('has a witness of a book from its first moment', async () => {
    const witnesses = new Map<string, Witness>()
    const one = await createMemoryClient({ clock, witnesses })
    const id = await startHousehold(one)
    expect(witnesses.get(id)).toEqual({ bookId: id, name: 'Home', generation: 1 })
  })

  it('adopts the society accounts with their records, their view and their trigger', async () => {
    const file = foreign('gharmitra_backup_20260113_154951.db')
    const assessment = value(await client.assessFile(file, bookId, quiet).outcome)
    expect(assessment.verdict.kind).toBe('foreign-sqlite')
    const book = value(await client.openAsNewBook(file, { name: 'Society', currency: 'INR', wake: false }, quiet).outcome)
    const { description } = value(await client.device.openBook(book.bookId))
    expect(description.tables.find((table) => table.name === 'transactions')?.records).toBe(1500)
    expect(description.asleep.map((object) => object.name).sort()).toEqual(['transactions_audit', 'trial_balance'])
    value(await client.device.edit(book.bookId, { type: 'wake', name: 'trial_balance' }, clock.now()))
    expect(value(await client.device.rows(book.bookId, { table: 'trial_balance', from: 0, count: 10, sort: [], search: '' })).total).toBe(2)
  })

  it('tells a book that is gone as an incident, and lets go of it when asked', async () => {
    const witnesses = new Map([['a'.repeat(32), { bookId: 'a'.repeat(32), name: 'Shop', generation: 12 }]])
    const device = createMemoryDevice()
    const report = value(await (await createMemoryClient({ device, witnesses })).start())
    expect(report.incidents).toEqual([{ type: 'BookGone', bookId: 'a'.repeat(32), name: 'Shop', known: 12 }])
    const second = await createMemoryClient({ device, witnesses })
    second.forgetBook('a'.repeat(32))
    expect(value(await second.start()).incidents).toEqual([])
  })

  it('lets two windows work on one book', async () => {
    const device = createMemoryDevice()
    const one = await createMemoryClient({ device })
    const shared = await startHousehold(one)
    const other = await createMemoryClient({ device })
    value(await other.start())
    for (let i = 0; i < 5; i++) {
      await addMember(one, shared, `one ${i}`)
      await addMember(other, shared, `other ${i}`)
    }
    // a window that only reads is brought up to date by the news
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await members(one, shared)).toBe(await members(other, shared))
    expect((await members(one, shared)).match(/other|one \d/g)?.length).toBe(10)
  })

  it('keeps its records over a new start', async () => {
    const device = createMemoryDevice()
    const witnesses = new Map<string, Witness>()
    const one = await createMemoryClient({ device, witnesses })
    const id = await startHousehold(one)
    await addMember(one, id, 'Grace')
    value(await one.device.settle())
    const two = await createMemoryClient({ device, witnesses })
    expect(value(await two.start())).toMatchObject({ incidents: [], books: [{ bookId: id, generation: 2 }] })
    expect(await members(two, id)).toContain('Grace')
  })
})
