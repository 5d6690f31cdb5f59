import { describe, expect, it } from 'vitest'
import { equalBytes } from '../../src/core/base/bytes'
import { patchMemory } from '../../src/core/book/pageChanges'
import { createModelBook, printOf } from '../support/modelBook'
import { createRandom } from '../support/random'
import { bad, good } from '../support/sessions'
import { homeWorlds } from './storageWorlds'

describe.each(homeWorlds)('a home (%s)', (name, makeWorld) => {
  it('holds nothing at first', async () => {
    const home = makeWorld()()
    expect(good(await home.load())).toBeNull()
    expect(good(await home.readHead())).toBeNull()
    expect(good(await home.changesAfter(0))).toBeNull()
  })

  it('gives back what was saved, in parts or whole, from any window', async () => {
    const random = createRandom(`page home ${name}`)
    const window = makeWorld()
    const book = createModelBook(random, 70)
    let home = window()
    good(await home.save(book.head, null, book.read, true))
    let saved = book.head
    let dirty = new Set<number>()
    let seen = { generation: saved.generation, bytes: book.bytes.slice() }
    for (let step = 0; step < 60; step++) {
      for (const { number } of book.change().changes.pages) dirty.add(number)
      if (random.chance(0.6)) {
        good(await home.save(book.head, random.chance(0.05) ? null : { since: saved, pages: [...dirty] }, book.read, random.chance(0.5)))
        saved = book.head
        dirty = new Set()
        if (random.chance(0.3)) home = window()
        if (random.chance(0.3)) expect(printOf(good(await home.load()))).toEqual(book.print)
        expect(good(await home.readHead())).toEqual(book.head)
        if (random.chance(0.3)) {
          const commit = good(await window().changesAfter(seen.generation))
          if (seen.generation === saved.generation) expect(commit).toBeNull()
          else {
            expect(commit?.head).toEqual(book.head)
            if (commit) expect(equalBytes(patchMemory(seen.bytes, seen.bytes.length, commit.changes).slice(0, commit.changes.size), book.bytes)).toBe(true)
          }
          seen = { generation: saved.generation, bytes: book.bytes.slice() }
        }
      }
    }
  })

  it('reads the bytes of the moment of the call, connected or not', async () => {
    const window = makeWorld()
    const book = createModelBook(createRandom('moment'), 40)
    for (let round = 0; round < 2; round++) {
      const home = window()
      if (round === 1) await home.load()
      const then = book.print
      const saving = home.save(book.head, null, book.read, false)
      book.change()
      good(await saving)
      expect(printOf(good(await home.load()))).toEqual(then)
    }
  })

  it('refuses what is not newer, of an older epoch, or based on what it does not hold', async () => {
    const window = makeWorld()
    const book = createModelBook(createRandom('refusal'), 4)
    const home = window()
    const save = (generation: number, epoch: number, since: [generation: number, epoch: number] | null) =>
      home.save({ ...book.head, generation, epoch }, since && { since: { generation: since[0], epoch: since[1] }, pages: [0] }, book.read, true)
    expect(bad(await save(5, 2, [4, 2]))).toMatchObject({ type: 'StoredDataDamaged' })
    good(await save(5, 2, null))
    expect(bad(await save(5, 2, [5, 2]))).toEqual({ type: 'WrittenElsewhere' })
    expect(bad(await save(4, 2, null))).toEqual({ type: 'WrittenElsewhere' })
    expect(bad(await save(6, 1, [5, 2]))).toEqual({ type: 'WrittenElsewhere' })
    expect(bad(await save(6, 1, null))).toEqual({ type: 'WrittenElsewhere' })
    for (const since of [[7, 2], [4, 2], [5, 1]] as const) expect(bad(await save(8, 2, [...since]))).toMatchObject({ type: 'StoredDataDamaged' })
    expect(bad(await save(5, 3, [4, 2]))).toMatchObject({ type: 'StoredDataDamaged' })
    expect(good(await window().readHead())).toMatchObject({ generation: 5, epoch: 2 })
    good(await save(5, 2, null))
    good(await save(6, 3, [5, 2]))
    // a window that was fenced out wrote further under its old epoch: the whole file goes over it
    good(await save(4, 4, null))
    expect(equalBytes(good(await window().load())?.bytes ?? new Uint8Array(0), book.bytes)).toBe(true)
  })

  it('is gone when destroyed, and can begin again', async () => {
    const window = makeWorld()
    const book = createModelBook(createRandom('destroyed'), 2)
    const other = window()
    const home = window()
    good(await home.save(book.head, null, book.read, true))
    good(await other.load())
    await home.destroy()
    expect(good(await window().load())).toBeNull()
    good(await other.save(book.head, null, book.read, true))
    expect(equalBytes(good(await window().load())?.bytes ?? new Uint8Array(0), book.bytes)).toBe(true)
  })
})
