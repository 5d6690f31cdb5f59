import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/core/base/sha256'
import { createModelBook } from '../support/modelBook'
import { createRandom } from '../support/random'
import { bad, good } from '../support/sessions'
import { safetyCopyWorlds } from './storageWorlds'

describe.each(safetyCopyWorlds)('safety copies (%s)', (name, makeWorld) => {
  it('come back as they were, newest first, from any window', async () => {
    const window = makeWorld()
    const book = createModelBook(createRandom(`safety copies ${name}`), 600)
    expect(good(await window().list())).toEqual([])
    expect(bad(await window().read('a'))).toEqual({ type: 'SafetyCopyNotFound' })
    const infoOf = (id: string) => ({ id, head: book.head, reason: 'before-restore' as const, contentDigest: 'd'.repeat(64) })
    const first = { info: infoOf('a'), bytes: book.bytes.slice() }
    good(await window().save(first.info, first.bytes))
    book.change()
    const second = { info: infoOf('b'), bytes: book.bytes.slice() }
    good(await window().save(second.info, second.bytes))
    expect(good(await window().list())).toEqual([second.info, first.info])
    expect(sha256Hex(good(await window().read('a')))).toEqual(sha256Hex(first.bytes))
    expect(sha256Hex(good(await window().read('b')))).toEqual(sha256Hex(second.bytes))
    await window().remove('a')
    await window().remove('a')
    expect(bad(await window().read('a'))).toEqual({ type: 'SafetyCopyNotFound' })
    expect(good(await window().list())).toEqual([second.info])
    await window().destroy()
    expect(good(await window().list())).toEqual([])
  })
})
