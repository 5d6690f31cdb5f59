import { describe, expect, it } from 'vitest'
import type { StoredRestorePoint } from '../../src/core/book/storage'
import { createModelBook, printOf } from '../support/modelBook'
import { createRandom, type Random } from '../support/random'
import { bad, good, instant } from '../support/sessions'
import { pointWorlds } from './storageWorlds'

const idOf = (number: number) => number.toString(16).padStart(32, '0')

describe.each(pointWorlds)('restore points (%s)', (name, makeWorld) => {
  const pointOf = (id: number, book: ReturnType<typeof createModelBook>): StoredRestorePoint => ({
    info: { id: idOf(id), generation: book.head.generation, at: instant(), reason: 'by-hand', name: `p${id}`, size: book.head.size, isDamaged: false },
    head: book.head,
  })

  it('come back as they were, newest first, from any window', async () => {
    const window = makeWorld()
    const { log, points } = window()
    const book = createModelBook(createRandom(`points ${name}`), 300)
    expect(good(await points.list())).toEqual([])
    expect(bad(await points.read(idOf(1)))).toEqual({ type: 'RestorePointNotFound' })
    if (log) good(await log.startSegment(book.head, book.read))
    const first = pointOf(1, book)
    const firstPrint = book.print
    good(await points.save(first, log?.segment ?? null, book.read))
    const change = book.change()
    if (log) good(await log.append(change))
    const second = pointOf(2, book)
    good(await points.save(second, log?.segment ?? null, book.read))
    const other = window().points
    expect(good(await other.list())).toEqual([second, first])
    expect(printOf(good(await other.read(idOf(1))))).toEqual(firstPrint)
    expect(printOf(good(await other.read(idOf(2))))).toEqual(book.print)
    await other.remove(idOf(1))
    await other.remove(idOf(1))
    expect(bad(await points.read(idOf(1)))).toEqual({ type: 'RestorePointNotFound' })
    expect(good(await points.list())).toEqual([second])
    await points.destroy()
    expect(good(await points.list())).toEqual([])
    if (log) expect(printOf(good(await log.load()))).toEqual(book.print)
  })

  it('stay what they were, whatever the log goes through, and the log stays what it is', async () => {
    const random: Random = createRandom(`points and log ${name}`)
    const window = makeWorld()
    let { log, points } = window()
    const book = createModelBook(random, 12)
    if (log) good(await log.startSegment(book.head, book.read))
    const kept = new Map<number, ReturnType<typeof printOf>>()
    for (let step = 1; step <= 150; step++) {
      const dice = random.int(0, 9)
      if (dice < 4) {
        const change = book.change()
        if (log) good(await log.append(change))
      } else if (dice < 6) {
        good(await points.save(pointOf(step, book), log?.segment ?? null, book.read))
        kept.set(step, book.print)
      } else if (dice === 6 && log) {
        if (random.chance(0.3)) book.raiseEpoch()
        good(await log.startSegment(book.head, book.read))
        if (random.chance(0.2)) good(await log.dropNewest(book.head.generation))
        // what was dropped had a higher epoch or none: begin again so that the log holds the book
        good(await log.startSegment(book.head, book.read))
      } else if (dice === 7) {
        await log?.release()
        ;({ log, points } = window())
        if (log) expect(printOf(good(await log.load())), `step ${step}`).toEqual(book.print)
      } else if (dice === 8 && kept.size > 0) {
        const id = random.pick([...kept.keys()])
        await points.remove(idOf(id))
        kept.delete(id)
      } else {
        for (const [id, print] of kept) expect(printOf(good(await window().points.read(idOf(id)))), `step ${step}, point ${id}`).toEqual(print)
      }
    }
    expect(good(await points.list()).map(({ info }) => info.isDamaged)).toEqual([...kept].map(() => false))
    await log?.release()
    const last = window()
    if (last.log) expect(printOf(good(await last.log.load()))).toEqual(book.print)
    if (last.log) await last.log.destroy()
    await last.points.destroy()
    expect(good(await window().points.list())).toEqual([])
  })

  it('are refused where there is nothing to name', async () => {
    const { log, points } = makeWorld()()
    const book = createModelBook(createRandom('nothing'), 3)
    if (log) expect(bad(await points.save(pointOf(1, book), null, book.read))).toMatchObject({ type: 'StorageUnavailable' })
    else good(await points.save(pointOf(1, book), null, book.read))
  })
})
