import { describe, expect, it } from 'vitest'
import { createOpfsCommitLog } from '../../../src/platform/browser/opfsCommitLog'
import { FakeOpfs, Killed } from '../../support/fakeOpfs'
import { createModelBook, printOf } from '../../support/modelBook'
import { createRandom } from '../../support/random'
import { bad, BOOK_ID, good } from '../../support/sessions'

const open = (opfs: FakeOpfs) => createOpfsCommitLog(opfs.root, BOOK_ID)
const segmentPath = (number: number) => `${BOOK_ID}/log-${String(number).padStart(8, '0')}`

/** A log with a snapshot and `commits` commits, the state after each of them by generation. */
async function makeLog(seedName: string, commits: number, pages = 6) {
  const opfs = new FakeOpfs()
  const book = createModelBook(createRandom(seedName), pages)
  const log = open(opfs)
  good(await log.startSegment(book.head, book.read))
  const states = [book.print]
  for (let i = 0; i < commits; i++) {
    good(await log.append(book.change()))
    states.push(book.print)
  }
  await log.release()
  const file = opfs.files.get(segmentPath(1))
  if (!file) throw new Error('no segment')
  return { opfs, book, states, file }
}

describe('the commit log in OPFS', () => {
  it('loses nothing flushed and shows nothing torn, wherever the machine dies', async () => {
    const random = createRandom('log crash')
    for (let round = 0; round < 120; round++) {
      const opfs = new FakeOpfs()
      const book = createModelBook(random, 5)
      const log = open(opfs)
      good(await log.startSegment(book.head, book.read))
      const states = [book.print]
      let left = random.int(0, 25)
      opfs.onOperation = () => {
        if (left-- <= 0) throw new Killed()
      }
      let acknowledged = 0
      try {
        for (let i = 0; i < 8; i++) {
          const commit = book.change()
          states.push(book.print)
          good(random.chance(0.15) ? await log.startSegment(book.head, book.read) : await log.append(commit))
          acknowledged = states.length - 1
        }
      } catch (error) {
        if (!(error instanceof Killed)) throw error
      }
      opfs.onOperation = () => undefined
      opfs.crash((pending) => ({ changes: random.int(0, pending), bytesOfNext: random.int(0, 9000) }))
      const again = open(opfs)
      const found = printOf(good(await again.load()))
      // the one under way may have got through in full; nothing else
      expect([states[acknowledged], states[acknowledged + 1]], `round ${round}`).toContainEqual(found)
      const index = states.findIndex((state) => state?.head.generation === found?.head.generation)
      expect(found).toEqual(states[index])
    }
  })

  it('goes on after a torn tail', async () => {
    const { opfs, book, states, file } = await makeLog('torn', 3)
    const end = file.content.findLastIndex((byte) => byte !== 0)
    const cut = file.content.slice(0, end - 20)
    file.content = file.durable = cut
    const log = open(opfs)
    const found = good(await log.load())
    expect(printOf(found)).toEqual(states[2])
    if (!found) return
    good(await log.append({ head: { ...found.head, generation: found.head.generation + 1 }, changes: { size: found.head.size, pages: [] } }))
    await log.release()
    expect(good(await open(opfs).load())?.head.generation).toBe(book.head.generation)
  })

  it('never gives a state that was not, whichever byte is flipped', async () => {
    const random = createRandom('log flips')
    const { opfs, states, file } = await makeLog('flips', 5)
    const clean = file.content
    const used = clean.findLastIndex((byte) => byte !== 0) + 1
    let seen = 0
    for (let i = 0; i < 600; i++) {
      const at = i < 200 ? i : random.int(0, used - 1)
      const flipped = clean.slice()
      flipped[at] = (flipped[at] ?? 0) ^ (1 << random.int(0, 7))
      file.content = file.durable = flipped
      const loaded = await open(opfs).load()
      file.isLocked = false
      if (!loaded.ok) expect(loaded.failure).toMatchObject({ type: 'StoredDataDamaged' })
      else expect(states).toContainEqual(printOf(loaded.value))
      // a flip in a record is seen as the end of the log; only padding bytes and the version word's room change nothing
      if (loaded.ok && loaded.value?.head.generation === states.at(-1)?.head.generation) seen++
    }
    expect(seen).toBeLessThan(30)
  })

  it('makes the book from the older segment and the newer records when only the newer snapshot is damaged', async () => {
    const { opfs, book } = await makeLog('recover', 4)
    const log = open(opfs)
    good(await log.load())
    good(await log.startSegment(book.head, book.read))
    good(await log.append(book.change()))
    good(await log.append(book.change()))
    await log.release()
    expect(opfs.files.has(segmentPath(1))).toBe(true)
    const newer = opfs.files.get(segmentPath(2))
    if (!newer) throw new Error('no second segment')
    const bytes = newer.content.slice()
    // in the first page: a book may have shrunk to one
    bytes[3000] = (bytes[3000] ?? 0) ^ 8
    newer.content = newer.durable = bytes
    const again = open(opfs)
    expect(printOf(good(await again.load()))).toEqual(book.print)
    good(await again.append(book.change()))
    await again.release()
    expect(printOf(good(await open(opfs).load()))).toEqual(book.print)
  })

  it('keeps the segment before until the newest was read back, and ignores one that was never finished', async () => {
    const { opfs, book } = await makeLog('unfinished', 2)
    const log = open(opfs)
    good(await log.load())
    let writes = 0
    opfs.onOperation = (operation) => {
      if (operation === 'write' && ++writes === 2) throw new Killed()
    }
    await expect(log.startSegment(book.head, book.read)).rejects.toThrow(Killed)
    opfs.onOperation = () => undefined
    opfs.crash()
    const again = open(opfs)
    expect(printOf(good(await again.load()))).toEqual(book.print)
    expect([...opfs.files.keys()]).toEqual([segmentPath(1)])
    good(await again.startSegment(book.head, book.read))
    await again.release()
    expect(opfs.files.size).toBe(2)
    good(await open(opfs).load())
    expect(opfs.files.size).toBe(1)
  })

  it('leaves no trace of a commit that did not fit', async () => {
    const { opfs, book } = await makeLog('full', 2)
    const log = open(opfs)
    good(await log.load())
    const before = book.print
    for (const broken of ['write', 'flush', 'truncate'] as const) {
      let once = true
      opfs.onOperation = (operation) => {
        if (operation === broken && once) {
          once = false
          throw new DOMException('no room', 'QuotaExceededError')
        }
      }
      const commit = { head: { ...book.head, generation: book.head.generation + 1 }, changes: { size: book.head.size, pages: Array.from({ length: 300 }, (_, number) => ({ number, bytes: new Uint8Array(4096) })) } }
      expect(bad(await log.append(commit)), broken).toEqual({ type: 'StorageFull' })
      opfs.onOperation = () => undefined
      await log.release()
      expect(printOf(good(await log.load())), broken).toEqual(before)
    }
    good(await log.append(book.change()))
    await log.release()
    expect(printOf(good(await open(opfs).load()))).toEqual(book.print)
  })

  it('removes everything, the directory of the book too', async () => {
    const { opfs } = await makeLog('removed', 1)
    await open(opfs).destroy()
    expect([...opfs.files.keys()]).toEqual([])
    expect([...opfs.directories.keys()]).toEqual([''])
  })
})
