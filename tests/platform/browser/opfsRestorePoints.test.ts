import { describe, expect, it } from 'vitest'
import type { StoredRestorePoint } from '../../../src/core/book/storage'
import { createOpfsCommitLog } from '../../../src/platform/browser/opfsCommitLog'
import { createOpfsRestorePoints } from '../../../src/platform/browser/opfsRestorePoints'
import { FakeOpfs, Killed } from '../../support/fakeOpfs'
import { createModelBook, printOf } from '../../support/modelBook'
import { createRandom } from '../../support/random'
import { bad, BOOK_ID, good, instant } from '../../support/sessions'

const idOf = (number: number) => number.toString(16).padStart(32, '0')
const filesOf = (opfs: FakeOpfs) => [...opfs.files.keys()].map((path) => path.slice(BOOK_ID.length + 1)).sort()
const pointOf = (id: number, { head }: ReturnType<typeof createModelBook>): StoredRestorePoint => ({
  info: { id: idOf(id), generation: head.generation, at: instant(), reason: 'start', name: '', size: head.size, isDamaged: false },
  head,
})
const open = (opfs: FakeOpfs) => ({ log: createOpfsCommitLog(opfs.root, BOOK_ID), points: createOpfsRestorePoints(opfs.root, BOOK_ID) })

/** A segment set aside with a point in the midst of its commits, and the live book in the next segment. */
async function makeAside(seedName: string) {
  const opfs = new FakeOpfs()
  const book = createModelBook(createRandom(seedName), 6)
  const { log, points } = open(opfs)
  good(await log.startSegment(book.head, book.read))
  for (let i = 0; i < 3; i++) good(await log.append(book.change()))
  good(await points.save(pointOf(1, book), log.segment, book.read))
  const print = book.print
  for (let i = 0; i < 3; i++) good(await log.append(book.change()))
  good(await log.startSegment(book.head, book.read))
  good(await log.append(book.change()))
  await log.release()
  const again = open(opfs)
  good(await again.log.load())
  await again.log.release()
  return { opfs, book, print }
}

describe('restore points in OPFS', () => {
  it('keep the segment that they lie in, and let it go with the last of them', async () => {
    const { opfs, print } = await makeAside('kept segment')
    expect(filesOf(opfs)).toEqual(['log-00000001', 'log-00000001.aside', 'log-00000002', `point-00000001-${idOf(1)}`])
    const { points } = open(opfs)
    expect(printOf(good(await points.read(idOf(1))))).toEqual(print)
    await points.remove(idOf(1))
    expect(filesOf(opfs)).toEqual(['log-00000002'])
  })

  it('never lend a segment that was set aside to the live book', async () => {
    const { opfs } = await makeAside('no fallback')
    opfs.files.delete(`${BOOK_ID}/log-00000002`)
    opfs.directories.get(BOOK_ID)?.delete('log-00000002')
    const { log } = open(opfs)
    expect(good(await log.load())).toBeNull()
    // and its number is not given to another
    const book = createModelBook(createRandom('anew'), 2)
    good(await log.startSegment(book.head, book.read))
    expect(log.segment).toBe(2)
  })

  it('are never read as a state that was not, whichever byte is flipped', async () => {
    const random = createRandom('point flips')
    const { opfs, print } = await makeAside('flipped')
    let refused = 0
    for (const path of [`${BOOK_ID}/log-00000001`, `${BOOK_ID}/point-00000001-${idOf(1)}`]) {
      const file = opfs.files.get(path)
      if (!file) throw new Error('no file')
      const clean = file.content
      const used = clean.findLastIndex((byte) => byte !== 0) + 1
      for (let i = 0; i < 300; i++) {
        const at = i < 60 ? i : random.int(0, used - 1)
        const flipped = clean.slice()
        flipped[at] = (flipped[at] ?? 0) ^ (1 << random.int(0, 7))
        file.content = file.durable = flipped
        const read = await open(opfs).points.read(idOf(1))
        if (read.ok) expect(printOf(read.value)).toEqual(print)
        else expect(read.failure).toMatchObject({ type: 'StoredDataDamaged' })
        if (!read.ok) refused++
      }
      file.content = file.durable = clean
    }
    // flips in commits after the point change nothing of it
    expect(refused).toBeGreaterThan(300)
  })

  it('are told as damaged when their segment is gone or has no good seal', async () => {
    const { opfs } = await makeAside('told')
    const file = opfs.files.get(`${BOOK_ID}/log-00000001`)
    if (!file) throw new Error('no segment')
    const clean = file.content
    file.content = file.durable = clean.slice(0, 40)
    expect(good(await open(opfs).points.list()).map(({ info }) => info.isDamaged)).toEqual([true])
    file.content = file.durable = clean
    expect(good(await open(opfs).points.list()).map(({ info }) => info.isDamaged)).toEqual([false])
    opfs.files.delete(`${BOOK_ID}/log-00000001`)
    opfs.directories.get(BOOK_ID)?.delete('log-00000001')
    expect(good(await open(opfs).points.list()).map(({ info }) => info.isDamaged)).toEqual([true])
    expect(bad(await open(opfs).points.read(idOf(1)))).toMatchObject({ type: 'StoredDataDamaged' })
  })

  it('are there or not there after a crash, with the book as it was', async () => {
    const random = createRandom('point crash')
    for (let round = 0; round < 40; round++) {
      const opfs = new FakeOpfs()
      const book = createModelBook(random, 5)
      const { log, points } = open(opfs)
      good(await log.startSegment(book.head, book.read))
      good(await log.append(book.change()))
      let left = random.int(0, 8)
      opfs.onOperation = () => {
        if (left-- <= 0) throw new Killed()
      }
      let isSaved = false
      try {
        isSaved = (await points.save(pointOf(1, book), log.segment, book.read)).ok
      } catch (error) {
        if (!(error instanceof Killed)) throw error
      }
      opfs.onOperation = () => undefined
      opfs.crash((pending) => ({ changes: random.int(0, pending), bytesOfNext: random.int(0, 500) }))
      const again = open(opfs)
      expect(printOf(good(await again.log.load()))).toEqual(book.print)
      const listed = good(await again.points.list())
      if (isSaved) expect(listed).toHaveLength(1)
      for (const { info } of listed) expect(printOf(good(await again.points.read(info.id)))).toEqual(book.print)
      // what was never finished holds nothing for good
      await again.points.remove(idOf(1))
      expect(filesOf(opfs)).toEqual(['log-00000001'])
    }
  })

  it('leave nothing when there is no room', async () => {
    const opfs = new FakeOpfs()
    const book = createModelBook(createRandom('no room'), 5)
    const { log, points } = open(opfs)
    good(await log.startSegment(book.head, book.read))
    opfs.onOperation = (operation, path) => {
      if (operation === 'write' && path.includes('point-')) throw new DOMException('no room', 'QuotaExceededError')
    }
    expect(bad(await points.save(pointOf(1, book), log.segment, book.read))).toEqual({ type: 'StorageFull' })
    expect(filesOf(opfs)).toEqual(['log-00000001'])
    good(await log.append(book.change()))
  })
})
