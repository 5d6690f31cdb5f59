import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTsv, writeTsv } from '../../../src/app/components/grid/tsv'

const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('\t', '\n', '\r', '"', 'a', ' ') }))
const rows = fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))

describe('tab-separated text', () => {
  test('what was written reads back exactly', () => {
    fc.assert(fc.property(rows, (cells) => {
      expect(readTsv(writeTsv(cells))).toEqual(cells)
    }), { numRuns: 500 })
  })

  test('reads what spreadsheets write', () => {
    expect(readTsv('a\tb\r\nc\td\r\n')).toEqual([['a', 'b'], ['c', 'd']])
    expect(readTsv('"two\nlines"\t"say ""hi"""')).toEqual([['two\nlines', 'say "hi"']])
    expect(readTsv('5" pipe\t"so" he said')).toEqual([['5" pipe', '"so" he said']])
    expect(readTsv('"never ends\tx')).toEqual([['"never ends', 'x']])
    expect(readTsv('')).toEqual([['']])
  })

  test('plain cells stay plain, so that one cell pastes into any text', () => {
    expect(writeTsv([['21" screen']])).toBe('21" screen')
    expect(writeTsv([['1', ''], ['', '2']])).toBe('1\t\n\t2')
  })

  test('text that is hard to read takes no longer than it is long', () => {
    expect(readTsv('"'.repeat(200_001)).length).toBe(1)
    expect(readTsv('"a\t'.repeat(20_000))[0]?.length).toBe(20_001)
  })
})
