import { expect, test } from 'vitest'
import { mendJson } from '../../../../src/core/restore/salvage/mendJson'
import { createRandom, type Random } from '../../../support/random'

// Lists of records inside records are parts of their records: whatever is damaged, none of them becomes a record of a table.

type Records = readonly object[]
type Document = { readonly name: string; readonly text: string; readonly tables: Readonly<Record<string, Records>> }

const people: Records = Array.from({ length: 8 }, (_, i) => ({
  id: i + 1, name: `Person ${i + 1}`, tags: Array.from({ length: i % 4 }, (_, n) => ({ b: i * 10 + n })), at: { x: i, more: [{ deep: [{ id: i }] }] }, note: 'said "[{]}," twice',
}))
const rates: Records = Array.from({ length: 6 }, (_, i) => ({ day: `2025-01-0${i + 1}`, steps: [{ day: `2025-02-0${i + 1}`, by: i }, { day: 'none', by: -i }], rate: i / 2 }))
/** The records inside are of the very shape of the records themselves. */
const folders: Records = Array.from({ length: 5 }, (_, i) => ({ id: i, title: `Folder ${i}`, inside: [{ id: 10 + i, title: 'inner', inside: [] }, { id: 20 + i, title: 'second', inside: [] }] }))
const optional: Records = Array.from({ length: 9 }, (_, i) => ({ id: i, ...(i % 3 === 1 ? { lines: [{ id: 100 + i, name: 'line' }, { id: 200 + i, name: 'line' }] } : {}), name: `Entry ${i}` }))

const DOCUMENTS: readonly Document[] = [
  { name: 'tables at the top', tables: { people, rates }, text: JSON.stringify({ version: '1', people, rates }) },
  { name: 'below a header', tables: { people, optional }, text: JSON.stringify({ metadata: { a: 1, list: [1, 2] }, data: { people, optional } }) },
  { name: 'indented', tables: { rates, people }, text: JSON.stringify({ rates, people }, null, 2) },
  { name: 'folders in folders', tables: { folders, rates }, text: JSON.stringify({ folders, rates }) },
  { name: 'a list alone', tables: { '': optional }, text: JSON.stringify(optional) },
]

/** None of them makes a value that was not there: NUL stands nowhere in JSON, and what is cut off is gone. */
// damage right before a lost end takes away every sign of what a record stood in: that is not asked for here
const DAMAGES: Readonly<Record<string, (text: string, random: Random) => string>> = {
  'two bytes': (text, random) => spoil(spoil(text, random.int(0, text.length - 1), 1), random.int(0, text.length - 1), 1),
  'a stretch': (text, random) => spoil(text, random.int(0, text.length - 1), random.int(2, 400)),
  'cut off': (text, random) => text.slice(0, random.int(1, text.length)),
  'a beginning lost': (text, random) => text.slice(random.int(1, text.length - 1)),
}

function spoil(text: string, at: number, length: number): string {
  return text.slice(0, at) + '\0'.repeat(Math.min(length, Math.max(0, text.length - at))) + text.slice(at + length)
}

const shown = (text: string) => text.replaceAll('\0', '¤')

const isList = (value: unknown): value is Records => Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item))

/** The lists that the healthy reader makes tables of. */
function listsIn(text: string): [string, Records][] {
  const value: unknown = JSON.parse(text)
  if (Array.isArray(value)) return [['', value as Records]]
  const top = Object.entries(value as object).filter(([name]) => name !== 'metadata')
  return top.flatMap(([name, part]: [string, unknown]): [string, Records][] => {
    if (isList(part)) return part.length > 0 ? [[name, part]] : []
    return name === 'data' && typeof part === 'object' && part !== null ? Object.entries(part).filter((entry): entry is [string, Records] => isList(entry[1]) && entry[1].length > 0) : []
  })
}

/**
 * Holds what was mended against the document; gives how many records are there. A table that says of itself that its name
 * was lost may hold what stood inside a record, where the damage was manifold (`many`).
 */
function check({ tables }: Document, damaged: string, what: string, many = false): number {
  const mended = mendJson(new Uint8Array(Buffer.from(damaged, 'utf8')))
  if (!mended) return 0
  let found = 0
  for (const [name, records] of listsIn(mended.text)) {
    const list = mended.lists.get(name)
    const sources = tables[name] && !list?.named ? [tables[name]] : Object.values(tables)
    expect(tables[name] !== undefined || list?.named === true, `${what}: a table “${name}” was made up\n${shown(damaged)}`).toBe(true)
    if (many && list?.named) continue
    for (const record of records) {
      expect(sources.some((source) => source.some((one) => JSON.stringify(one) === JSON.stringify(record))), `${what}: ${name}: ${JSON.stringify(record)} is no record\n${shown(damaged)}`).toBe(true)
    }
    found += records.length
    const source = tables[name]
    if (source && list && list.lost !== null) expect(records.length + list.lost, `${what}: ${name} tells how many are lost\n${shown(damaged)}`).toBe(source.length)
  }
  return found
}

const countOf = ({ tables }: Document) => Object.values(tables).reduce((sum, records) => sum + records.length, 0)

test('brackets and quotes without end are looked through in a time that grows as they do', { timeout: 300_000 }, () => {
  const fill = (text: string) => text.repeat(Math.floor(300_000 / text.length))
  for (const part of ['[', '{', '{"a":', '[{"a":1},', '"\\"', '{"a\\"', '"a":[', '{"a":[{}],', '[1,', ']}', '}]},{"', '{"a":1},x']) {
    const begun = process.cpuUsage()
    mendJson(new Uint8Array(Buffer.from(`{"t":[{"id":1},${fill(part)}`)))
    // what this process itself worked, however busy the machine is
    expect(process.cpuUsage(begun).user / 1_000_000, part).toBeLessThan(4)
  }
})

test.each(DOCUMENTS)('one broken byte costs a record at most, and makes none up: $name', (document) => {
  // without the bracket that ends the header, what follows seems to be in it
  const headerEnd = document.text.includes('metadata') ? document.text.indexOf('},"data"') : -1
  for (let at = 0; at < document.text.length; at += document.text.length > 2500 ? 3 : 1) {
    if (at === headerEnd) continue
    expect(check(document, spoil(document.text, at, 1), `byte ${at}`), `byte ${at}: ${document.text.slice(at - 20, at)}<here>`).toBeGreaterThanOrEqual(countOf(document) - 2)
  }
})

test.each(Object.entries(DAMAGES))('nothing inside a record becomes a record: %s', (name, damage) => {
  const random = createRandom(`nested JSON, ${name}`)
  for (let round = 0; round < 400; round++) {
    const document = DOCUMENTS[round % DOCUMENTS.length]
    if (document) check(document, damage(document.text, random), `${document.name}, ${name}, round ${round}`, true)
  }
})
