import { beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '../../../src/core/base/sha256'
import { fail, ok } from '../../../src/core/base/result'
import { createBookSession } from '../../../src/core/book/createBookSession'
import type { BookImageEngine } from '../../../src/core/book/sqlEngine'
import { createMemoryDevice } from '../../../src/platform/memory/memoryDevice'
import { createMemoryShelf } from '../../../src/platform/memory/memoryShelf'
import { openEngine } from '../../support/engines'
import { addRecord, bad, BOOK_ID, createTestBook, depsOf, expectHomeToMatch, good, identity, instant, openTestBook, valuesOf } from '../../support/sessions'

let engine: BookImageEngine
beforeAll(async () => {
  engine = await openEngine()
})

const digest = (bytes: Uint8Array) => Promise.resolve(sha256Hex(bytes))

describe.each([true, false])('a session (log: %s)', (hasLog) => {
  const shelfOn = (device = createMemoryDevice()) => createMemoryShelf(device, { hasLog })

  it('keeps what it acknowledged', async () => {
    const shelf = shelfOn()
    const session = await createTestBook(engine, shelf)
    expect(session.head.generation).toBe(2)
    for (let i = 0; i < 5; i++) expect(good(await addRecord(session, i)).head.generation).toBe(3 + i)
    expect(session.durability.storage).toBe(hasLog ? 'log-and-home' : 'home-only')
    shelf.kill()
    const { session: again, incidents } = good(await openTestBook(engine, shelfOn(shelf.device)))
    expect(incidents).toEqual([])
    expect(valuesOf(again)).toEqual([0, 1, 2, 3, 4])
    expect(again.head).toMatchObject({ generation: 7, identity })
  })

  it('rolls back what fails, without a trace and without a generation', async () => {
    const session = await createTestBook(engine, shelfOn())
    good(await addRecord(session, 'kept'))
    const { bytes } = await session.snapshot()
    expect(bad(await session.write(instant(), (db) => (db.run("INSERT INTO t (b) VALUES ('x')"), fail({ type: 'NothingToUndo' }))))).toEqual({ type: 'NothingToUndo' })
    expect(bad(await session.write(instant(), (db) => (db.run('INSERT INTO nowhere VALUES (1)'), ok())))).toMatchObject({ type: 'SqlFailed' })
    await expect(session.write(instant(), (db) => { db.run("INSERT INTO t (b) VALUES ('x')"); throw new RangeError('a bug') })).rejects.toThrow('a bug')
    expect((await session.snapshot()).bytes).toEqual(bytes)
    expect(good(await session.write(instant(), (db) => ok(db.rows('SELECT 1')))).head.generation).toBe(3)
    good(await addRecord(session, 'next'))
    expect(valuesOf(session)).toEqual(['kept', 'next'])
  })

  it('refuses what breaks a reference only at COMMIT', async () => {
    const session = await createTestBook(engine, shelfOn())
    good(await session.write(instant(), (db) => (db.run('CREATE TABLE c (r REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED)'), ok())))
    expect(bad(await session.write(instant(), (db) => (db.run('INSERT INTO c VALUES (99)'), ok())))).toMatchObject({ type: 'SqlFailed' })
    expect(session.read((db) => db.rows('SELECT count(*) FROM c'))).toEqual([[0]])
    expect(session.head.generation).toBe(3)
  })

  it('changes the identity with a transaction, and alone', async () => {
    const shelf = shelfOn()
    const session = await createTestBook(engine, shelf)
    const written = good(await session.write(instant(), (_db, changeIdentity) => (changeIdentity({ name: 'Other' }), ok())))
    expect(written.head).toMatchObject({ generation: 3, identity: { name: 'Other', bookId: BOOK_ID } })
    await session.close()
    expect(good(await openTestBook(engine, shelf)).session.head.identity.name).toBe('Other')
  })

  it('undoes the latest change, redoes it, and refuses when something came after', async () => {
    const session = await createTestBook(engine, shelfOn())
    good(await addRecord(session, 'a'))
    good(await addRecord(session, 'b'))
    expect(bad(await session.undoLatest(instant(), 3))).toEqual({ type: 'UndoSuperseded' })
    expect(good(await session.undoLatest(instant(), 4)).head.generation).toBe(5)
    expect(valuesOf(session)).toEqual(['a'])
    good(await session.undoLatest(instant(), 5))
    expect(valuesOf(session)).toEqual(['a', 'b'])
    expect(session.read((db) => db.rows('PRAGMA integrity_check'))).toEqual([['ok']])
  })

  it('tells listeners of both windows, and the other window sees the change without asking', async () => {
    const device = createMemoryDevice()
    const one = await createTestBook(engine, shelfOn(device))
    const { session: two } = good(await openTestBook(engine, shelfOn(device)))
    const heard: string[] = []
    one.onChanged((head, here) => heard.push(`one ${head.generation} ${here}`))
    two.onChanged((head, here) => heard.push(`two ${head.generation} ${here}`))
    good(await addRecord(one, 'from one'))
    await two.settle()
    expect(valuesOf(two)).toEqual(['from one'])
    good(await addRecord(two, 'from two'))
    good(await addRecord(one, 'again'))
    await two.settle()
    expect(valuesOf(one)).toEqual(['from one', 'from two', 'again'])
    expect(valuesOf(two)).toEqual(valuesOf(one))
    expect(heard).toEqual(['one 3 true', 'two 3 false', 'two 4 true', 'one 4 false', 'one 5 true', 'two 5 false'])
    expect(bad(await two.undoLatest(instant(), 4))).toEqual({ type: 'UndoSuperseded' })
    expect(bad(await two.undoLatest(instant(), 5))).toEqual({ type: 'NothingToUndo' })
  })

  it('catches up over changes too large for the news', async () => {
    const device = createMemoryDevice()
    const one = await createTestBook(engine, shelfOn(device))
    const { session: two } = good(await openTestBook(engine, shelfOn(device)))
    good(await one.write(instant(), (db) => (db.run('WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 400) INSERT INTO t (b) SELECT zeroblob(1000) FROM c'), ok())))
    await two.settle()
    await two.settle()
    expect(two.read((db) => db.rows('SELECT count(*) FROM t'))).toEqual([[400]])
  })

  it('replaces the book, keeps a safety copy, and goes back by it', async () => {
    const shelf = shelfOn()
    const session = await createTestBook(engine, shelf)
    good(await addRecord(session, 'old'))
    const old = await session.snapshot()
    const image = engine.openImage(null)
    image.db.run("CREATE TABLE t (a INTEGER PRIMARY KEY, b); INSERT INTO t (b) VALUES ('new')")
    const bytes = image.read(0, image.size)
    const expectedDigest = await digest(bytes)
    const replaced = good(await session.replace({ at: instant(), reason: 'before-restore', identity: { ...identity, name: 'New' }, bytes, expectedDigest, contentDigest: digest }))
    expect(replaced.head).toMatchObject({ generation: 4, identity: { name: 'New' } })
    expect(valuesOf(session)).toEqual(['new'])
    expect(good(await session.readSafetyCopy(replaced.safetyCopy.id))).toEqual(old.bytes)
    expect(good(await session.listSafetyCopies()).map(({ id }) => id)).toEqual([replaced.safetyCopy.id])
    good(await addRecord(session, 'later'))
    shelf.kill()
    const { session: again, incidents } = good(await openTestBook(engine, shelfOn(shelf.device)))
    expect(incidents).toEqual([])
    expect(valuesOf(again)).toEqual(['new', 'later'])
  })

  it('goes back when a replacement does not have the digest expected', async () => {
    const shelf = shelfOn()
    const session = await createTestBook(engine, shelf)
    good(await addRecord(session, 'old'))
    const image = engine.openImage(null)
    image.db.run('CREATE TABLE other (a)')
    const request = { at: instant(), reason: 'before-restore' as const, identity, bytes: image.read(0, image.size), expectedDigest: 'f'.repeat(64), contentDigest: digest }
    expect(bad(await session.replace(request))).toMatchObject({ type: 'RestoreNotVerified' })
    expect(valuesOf(session)).toEqual(['old'])
    good(await addRecord(session, 'goes on'))
    await session.close()
    const { session: again, incidents } = good(await openTestBook(engine, shelf))
    expect(incidents).toEqual([])
    expect(valuesOf(again)).toEqual(['old', 'goes on'])
  })

  it('does not begin a book over a readable one, nor with bytes that are no database', async () => {
    const shelf = shelfOn()
    const session = await createTestBook(engine, shelf)
    await session.close()
    expect(bad(await createBookSession(depsOf(engine, shelf), { identity, bytes: null, at: instant() }))).toEqual({ type: 'NameTaken', name: 'Day book' })
    expect(good(await openTestBook(engine, shelf)).session.head.generation).toBe(2)
    expect(bad(await createBookSession(depsOf(engine, shelfOn()), { identity, bytes: new Uint8Array(8192).fill(3), at: instant() }))).toMatchObject({ type: 'Damaged' })
    expect(bad(await openTestBook(engine, shelfOn()))).toEqual({ type: 'BookNotFound', bookId: BOOK_ID })
  })

  it('stores nothing on a full device, and goes on when there is room', async () => {
    const shelf = shelfOn()
    const session = await createTestBook(engine, shelf)
    good(await addRecord(session, 'a'))
    await session.settle()
    shelf.device.quota = 0
    expect(bad(await addRecord(session, 'b'))).toEqual({ type: 'StorageFull' })
    expect(valuesOf(session)).toEqual(['a'])
    expect(session.head.generation).toBe(3)
    shelf.device.quota = Infinity
    good(await addRecord(session, 'c'))
    expect(valuesOf(session)).toEqual(['a', 'c'])
    shelf.kill()
    expect(valuesOf(good(await openTestBook(engine, shelfOn(shelf.device))).session)).toEqual(['a', 'c'])
  })

  it('fences out a frozen window whose lock was taken', async () => {
    const device = createMemoryDevice()
    const frozen = shelfOn(device)
    const one = await createTestBook(engine, frozen)
    good(await addRecord(one, 'acknowledged'))
    frozen.freeze()
    const late = addRecord(one, 'late')
    const { session: two } = good(await openTestBook(engine, shelfOn(device)))
    expect(valuesOf(two)).toEqual(['acknowledged'])
    good(await addRecord(two, 'two'))
    expect(two.head.epoch).toBe(2)
    frozen.thaw()
    const outcome = await late
    good(await addRecord(two, 'two again'))
    await one.settle()
    const expected = ['acknowledged', 'two', ...(outcome.ok ? ['late'] : []), 'two again']
    expect(valuesOf(two)).toEqual(expected)
    expect(valuesOf(one)).toEqual(expected)
  })
})

describe('a session whose storage was damaged', () => {
  async function prepare() {
    const shelf = createMemoryShelf()
    const session = await createTestBook(engine, shelf)
    good(await addRecord(session, 'a'))
    await session.close()
    const book = shelf.device.books.get(BOOK_ID)
    if (!book?.home) throw new Error('nothing stored')
    return { shelf, book, home: book.home }
  }
  const reopen = async (shelf: ReturnType<typeof createMemoryShelf>) => good(await openTestBook(engine, shelf))

  it('rebuilds a home that is gone', async () => {
    const { shelf, book } = await prepare()
    book.home = null
    const { session, incidents } = await reopen(shelf)
    expect(incidents).toEqual([{ type: 'HomeRebuilt', bookId: BOOK_ID, name: 'Day book', cause: 'missing' }])
    expect(valuesOf(session)).toEqual(['a'])
    await session.close()
    expect((await reopen(shelf)).incidents).toEqual([])
    expect(book.home).toMatchObject({ head: { generation: 3 } })
  })

  it('rebuilds a home that is damaged', async () => {
    const { shelf, home, book } = await prepare()
    home.damaged = true
    const { session, incidents } = await reopen(shelf)
    // opening reads the log alone; the check that follows finds it
    expect(incidents).toEqual([])
    expect(valuesOf(session)).toEqual(['a'])
    expect(good(await session.checkHome())).toEqual({ type: 'HomeRebuilt', bookId: BOOK_ID, name: 'Day book', cause: 'damaged' })
    expect(good(await session.checkHome())).toBeNull()
    await session.close()
    expect(book.home).toMatchObject({ damaged: false })
  })

  it('brings an old home up to date without a word when the log has the commits, else tells', async () => {
    const { shelf, home, book } = await prepare()
    const old = structuredClone(home)
    const { session } = await reopen(shelf)
    good(await addRecord(session, 'b'))
    good(await addRecord(session, 'c'))
    await session.close()
    book.home = structuredClone(old)
    const again = await reopen(shelf)
    expect(again.incidents).toEqual([])
    await again.session.close()
    expect(book.home).toMatchObject({ head: { generation: 5 } })
    expect(sha256Hex(book.home.bytes)).toBe(sha256Hex((await (await reopen(shelf)).session.snapshot()).bytes))
  })

  it.each(['missing', 'damaged'] as const)('begins a new log when it is %s', async (cause) => {
    const { shelf, book } = await prepare()
    if (cause === 'missing') book.segments = []
    else for (const segment of book.segments) segment.damaged = true
    const { session, incidents } = await reopen(shelf)
    expect(incidents).toEqual([{ type: 'LogRebuilt', bookId: BOOK_ID, name: 'Day book', cause }])
    expect(valuesOf(session)).toEqual(['a'])
    good(await addRecord(session, 'b'))
    book.home = null
    shelf.kill()
    expect(valuesOf((await reopen(createMemoryShelf(shelf.device))).session)).toEqual(['a', 'b'])
  })

  it('says that nothing can be read, and lets the book be begun anew', async () => {
    const { shelf, book, home } = await prepare()
    home.damaged = true
    for (const segment of book.segments) segment.damaged = true
    expect(bad(await openTestBook(engine, shelf))).toMatchObject({ type: 'StoredDataDamaged' })
    const session = good(await createBookSession(depsOf(engine, shelf), { identity, bytes: null, at: instant(), generation: 9 }))
    expect(session.head.generation).toBe(9)
  })

  it('writes the whole home anew when it vanishes under an open session', async () => {
    const shelf = createMemoryShelf()
    const session = await createTestBook(engine, shelf)
    await session.settle()
    const book = shelf.device.books.get(BOOK_ID)
    if (!book) throw new Error('nothing stored')
    book.home = null
    good(await addRecord(session, 'a'))
    good(await session.settle())
    await expectHomeToMatch(shelf.device, session)
  })

  it('takes the higher epoch for the later state, whatever the generation', async () => {
    const { shelf, book, home } = await prepare()
    const { session: before } = await reopen(shelf)
    const { head, bytes } = await before.snapshot()
    await before.close()
    book.segments = [{ head: { ...head, epoch: 2 }, bytes, commits: [], owner: null, damaged: false, number: 1 }]
    // a window that was fenced out wrote on in the home, under the old epoch
    home.head = { ...home.head, generation: head.generation + 5 }
    home.bytes = home.bytes.map((byte) => byte ^ 1)
    const { session } = await reopen(shelf)
    expect(valuesOf(session)).toEqual(['a'])
    expect(session.head).toMatchObject({ generation: head.generation, epoch: 2 })
    good(await session.settle())
    await expectHomeToMatch(shelf.device, session)
  })

  it('replaces nothing when the safety copy does not read back as it was', async () => {
    const { shelf } = await prepare()
    const { session } = await reopen(shelf)
    const contentDigest = () => Promise.resolve('')
    const request = { at: instant(), reason: 'before-restore' as const, identity, bytes: (await session.snapshot()).bytes, expectedDigest: '', contentDigest }
    // rots between being written and being read back
    shelf.device.onCall = ({ medium, operation }) => {
      if (medium !== 'safety-copies' || operation !== 'read') return null
      for (const { safetyCopies } of shelf.device.books.values()) for (const { bytes } of safetyCopies.values()) bytes[5000] = (bytes[5000] ?? 0) ^ 1
      return null
    }
    expect(bad(await session.replace(request))).toMatchObject({ type: 'SafetyCopyFailed' })
    shelf.device.onCall = null
    expect(session.head.generation).toBe(3)
    expect(good(await session.listSafetyCopies())).toEqual([])
  })

  it('loses nothing when the log disappears under an open session', async () => {
    const shelf = createMemoryShelf()
    const session = await createTestBook(engine, shelf)
    good(await addRecord(session, 'a'))
    shelf.device.onCall = ({ operation }) => (operation === 'append' ? { type: 'StorageLost', medium: 'log' } : null)
    expect(bad(await addRecord(session, 'b'))).toEqual({ type: 'StorageLost', medium: 'log' })
    shelf.device.onCall = null
    good(await addRecord(session, 'c'))
    expect(valuesOf(session)).toEqual(['a', 'c'])
    shelf.kill()
    expect(valuesOf((await reopen(createMemoryShelf(shelf.device))).session)).toEqual(['a', 'c'])
  })
})
