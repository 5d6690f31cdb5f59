import { describe, expect, it } from 'vitest'
import { equalBytes } from '../../src/core/base/bytes'
import { joinChanges, patchMemory } from '../../src/core/book/pageChanges'
import { createModelBook, printOf } from '../support/modelBook'
import { createRandom } from '../support/random'
import { bad, good } from '../support/sessions'
import { logWorlds } from './storageWorlds'

describe.each(logWorlds)('a commit log (%s)', (name, makeWorld) => {
  it('holds nothing at first', async () => {
    const log = makeWorld()()
    expect(good(await log.load())).toBeNull()
    expect(good(await log.commitsAfter(0))).toBeNull()
  })

  it('gives back the newest state, through commits and segments, to any window', async () => {
    const random = createRandom(`commit log ${name}`)
    const window = makeWorld()
    const book = createModelBook(random, 20)
    let log = window()
    good(await log.startSegment(book.head, book.read))
    let snapshotAt = book.head.generation
    let seen = { generation: 1, bytes: book.bytes.slice() }
    for (let step = 0; step < 60; step++) {
      good(await log.append(book.change()))
      if (random.chance(0.1)) {
        good(await log.startSegment(book.head, book.read))
        snapshotAt = book.head.generation
      }
      if (random.chance(0.2)) {
        await log.release()
        log = window()
        if (random.chance(0.5)) expect(printOf(good(await log.load()))).toEqual(book.print)
      }
      if (random.chance(0.2)) {
        const commits = good(await log.commitsAfter(seen.generation))
        if (seen.generation < snapshotAt) expect(commits).toBeNull()
        else {
          expect(commits?.map(({ head }) => head.generation)).toEqual(Array.from({ length: book.head.generation - seen.generation }, (_, i) => seen.generation + 1 + i))
          if (commits && commits.length > 0) {
            const changes = joinChanges(commits.map((commit) => commit.changes))
            expect(equalBytes(patchMemory(seen.bytes, seen.bytes.length, changes).slice(0, changes.size), book.bytes)).toBe(true)
            expect(commits.at(-1)?.head).toEqual(book.head)
          }
        }
        seen = { generation: book.head.generation, bytes: book.bytes.slice() }
      }
    }
    await log.release()
    expect(printOf(good(await window().load()))).toEqual(book.print)
    expect(good(await window().commitsAfter(book.head.generation + 5))).toEqual([])
  })

  it('is for one window at a time; another may read, and begin a new segment over it', async () => {
    const window = makeWorld()
    const book = createModelBook(createRandom('one window'), 3)
    const one = window()
    good(await one.startSegment(book.head, book.read))
    good(await one.append(book.change()))
    const two = window()
    expect(printOf(good(await two.load()))).toEqual(book.print)
    expect(good(await two.commitsAfter(1))).toHaveLength(1)
    const change = book.change()
    expect(bad(await two.append(change))).toMatchObject({ type: 'StorageUnavailable' })
    book.raiseEpoch()
    good(await two.startSegment(book.head, book.read))
    good(await two.append(book.change()))
    await two.release()
    await one.release()
    expect(good(await window().load())?.head.generation).toBe(book.head.generation)
  })

  it('tells sizes, and is gone when destroyed', async () => {
    const window = makeWorld()
    const log = window()
    const book = createModelBook(createRandom('sizes'), 8)
    good(await log.startSegment(book.head, book.read))
    expect(log.sizes()).toEqual({ snapshot: 8 * 4096, commits: 0 })
    good(await log.append(book.change()))
    expect(log.sizes().snapshot).toBe(8 * 4096)
    await log.destroy()
    expect(good(await window().load())).toBeNull()
  })

  it('takes an empty book', async () => {
    const window = makeWorld()
    const log = window()
    const book = createModelBook(createRandom('empty'), 0)
    good(await log.startSegment(book.head, book.read))
    await log.release()
    expect(good(await window().load())).toEqual({ head: book.head, bytes: new Uint8Array(0) })
  })
})
