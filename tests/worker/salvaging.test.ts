import { readFileSync } from 'node:fs'
import { beforeEach, expect, it } from 'vitest'
import type { Failure } from '../../src/core/base/failure'
import type { Result } from '../../src/core/base/result'
import type { NightsafeClient } from '../../src/worker/client/nightsafeClient'
import { createMemoryClient, createTestClock } from '../support/createMemoryClient'

function value<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new Error(`failed: ${JSON.stringify(result.failure)}`)
  return result.value
}
const quiet = () => undefined
const sample = readFileSync('tests/fixtures/foreign/manual_20250922_150000_inventory_update.db')
const torn = new File([new Uint8Array(sample).fill(0, 81_920, 86_016)], 'torn.db')
const request = { name: 'Saved stock', currency: 'EUR' }

let client: NightsafeClient
const clock = createTestClock()
beforeEach(async () => {
  client = await createMemoryClient({ clock })
  value(await client.start())
})

const books = async () => value(await client.start()).books

it('tells what can be read and changes nothing', async () => {
  const report = value(await client.trySalvage(torn, quiet).outcome)
  expect(report).toMatchObject({ recovered: 1081, lostPages: 1 })
  expect(report.tables.find(({ name }) => name === 'inventory_items')).toMatchObject({ recovered: 776, lost: 24 })
  expect(await books()).toEqual([])
})

it('makes a book of its own of what was read, and the journal says so', async () => {
  const { book, report } = value(await client.openSalvaged(torn, request, quiet).outcome)
  expect(book.name).toBe('Saved stock')
  expect((await books()).map(({ bookId }) => bookId)).toEqual([book.bookId])
  const { rows } = value(await client.device.rows(book.bookId, { table: 'inventory_items', from: 0, count: 1000, sort: [], search: '' }))
  expect(rows).toHaveLength(776)
  const entries = JSON.stringify(value(await client.device.journal({ bookId: book.bookId, before: null, limit: 50 })))
  expect(entries).toContain(`"type":"book-salvaged","fileName":"torn.db","recovered":${report.recovered}`)
})

it('gives each salvage a book with another id', async () => {
  const first = value(await client.openSalvaged(torn, request, quiet).outcome)
  const second = value(await client.openSalvaged(torn, request, quiet).outcome)
  expect(second.book.bookId).not.toBe(first.book.bookId)
  expect(await books()).toHaveLength(2)
})

it('leaves nothing behind when it is cancelled', async () => {
  const running = client.openSalvaged(torn, request, quiet)
  running.cancel()
  expect(await running.outcome).toMatchObject({ ok: false, failure: { type: 'Cancelled' } })
  expect(await books()).toEqual([])
})

it('says so where nothing can be read', async () => {
  const letter = new File(['Dear Amara'], 'letter.txt')
  expect(await client.trySalvage(letter, quiet).outcome).toMatchObject({ ok: false, failure: { type: 'NothingSalvaged' } })
  expect(await client.openSalvaged(letter, request, quiet).outcome).toMatchObject({ ok: false, failure: { type: 'NothingSalvaged' } })
  expect(await books()).toEqual([])
})
