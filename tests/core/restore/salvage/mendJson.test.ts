import { expect, test } from 'vitest'
import { mendJson } from '../../../../src/core/restore/salvage/mendJson'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'))
const people = Array.from({ length: 6 }, (_, i) => ({ id: i + 1, name: `Person ${i + 1}`, at: { x: i } }))
const rates = Array.from({ length: 4 }, (_, i) => ({ day: `2025-01-0${i + 1}`, rate: i / 2 }))
const whole = JSON.stringify({ version: '1', people, rates })

function mend(text: string | Uint8Array) {
  const mended = mendJson(typeof text === 'string' ? bytes(text) : text)
  if (!mended) throw new Error('nothing was mended')
  return { ...mended, lists: Object.fromEntries(mended.lists), value: JSON.parse(mended.text) as Record<string, unknown> }
}

/** The document with a part replaced. */
const broken = (from: string, to: string) => {
  expect(whole).toContain(from)
  return whole.replace(from, to)
}

test('a whole document stays what it is', () => {
  const { value, lists, otherPlaces, isCut } = mend(whole)
  expect(value).toEqual(JSON.parse(whole))
  expect({ lists, otherPlaces, isCut }).toEqual({
    lists: { people: { places: 0, lost: 0, named: false }, rates: { places: 0, lost: 0, named: false } }, otherPlaces: 0, isCut: false,
  })
})

test('one broken record is left out, with what is nested in it, and counted', () => {
  for (const spoilt of [broken('"name":"Person 3"', '"name":"Person 3'), broken('"id":3', '"id"x3'), broken('"Person 3","at"', '"Person 3"!"at"')]) {
    const { value, lists } = mend(spoilt)
    expect(value).toEqual({ version: '1', people: people.filter(({ id }) => id !== 3), rates })
    expect(lists.people).toEqual({ places: 1, lost: 1, named: false })
  }
})

test('a long stretch may have held any number of records', () => {
  const from = whole.indexOf('"id":2')
  const to = whole.indexOf('"id":5')
  const { value, lists } = mend(whole.slice(0, from) + '\0'.repeat(to - from) + whole.slice(to))
  expect(value.people).toEqual(people.filter(({ id }) => id === 1 || id === 6))
  expect(lists.people).toEqual({ places: 1, lost: null, named: false })
})

test('nothing is lost where only what stands between two records is broken', () => {
  const { value, lists } = mend(broken('},{"id":4', '}x{"id":4'))
  expect(value.people).toEqual(people)
  expect(lists.people?.lost).toBe(0)
})

test('a cut document keeps every record that is whole, and the cut list does not tell what it lost', () => {
  for (let length = whole.indexOf('"id":2'); length < whole.length - 2; length++) {
    const { value, lists, isCut } = mend(whole.slice(0, length))
    expect(isCut, `${length}`).toBe(true)
    const kept = (value.people ?? []) as unknown[]
    expect(kept, `${length}`).toEqual(people.slice(0, kept.length))
    // never fewer than are there to their last brace
    expect(kept.length, `${length}`).toBe(people.filter((person) => whole.indexOf(JSON.stringify(person)) + JSON.stringify(person).length <= length).length)
    if (kept.length < people.length) expect(lists.people?.lost, `${length}`).toBeNull()
  }
})

test('no broken byte makes up a record, or loses more than it must', () => {
  for (let at = 0; at < whole.length; at++) {
    const { value } = mend(whole.slice(0, at) + '\0' + whole.slice(at + 1))
    const found = Object.values(value).filter(Array.isArray).flat().map((record) => JSON.stringify(record))
    const all = [...people, ...rates].map((record) => JSON.stringify(record))
    expect(found.filter((record) => !all.includes(record)), `byte ${at}`).toEqual([])
    expect(found.length, `byte ${at}`).toBeGreaterThanOrEqual(all.length - 2)
  }
})

test('records whose list lost its name and its beginning get a name that is made up', () => {
  const { value, lists } = mend(`\0${whole.slice(whole.indexOf('{"id":2'))}`)
  expect(value).toEqual({ lost_table_1: people.slice(1), rates })
  expect(lists.lost_table_1?.named).toBe(true)
})

test('where a list lost its end, the records of the next one are not given to it', () => {
  const from = whole.indexOf('"id":6')
  const to = whole.indexOf('{"day":"2025-01-02"')
  const { value } = mend(whole.slice(0, from) + ' '.repeat(to - from) + whole.slice(to))
  expect(value).toEqual({ version: '1', people: people.slice(0, 5), lost_table_1: rates.slice(1) })
})

test('bytes that are no text break only the record they are in', () => {
  const damaged = bytes(whole)
  damaged[whole.indexOf('Person 2') + 1] = 0xff
  expect(mend(damaged).value.people).toEqual(people.filter(({ id }) => id !== 2))
})

test('what is no JSON is not mended', () => {
  for (const text of ['', 'Dear Amara', '"a"', '1,2,3']) expect(mendJson(bytes(text)), text).toBeNull()
})

test('deep, unclosed and endless ones end', () => {
  const begun = performance.now()
  for (const text of ['['.repeat(40_000), '{"a":'.repeat(10_000), '{"'.repeat(10_000), '[{"a":1},'.repeat(6_000), `{"a":[${'{"b":"'.repeat(10_000)}`]) mendJson(bytes(text))
  expect(performance.now() - begun).toBeLessThan(5000)
})
