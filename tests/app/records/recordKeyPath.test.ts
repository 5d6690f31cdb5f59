import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NEW_RECORD, pathToRecordKey, recordKeyToPath } from '../../../src/app/components/records/recordKeyPath'
import type { Cell } from '../../../src/core/base/cell'

describe('the key of a record in an address', () => {
  it('is the bare number where that is all', () => {
    expect(recordKeyToPath([12])).toBe('12')
    expect(pathToRecordKey('12')).toEqual([12])
    expect(pathToRecordKey(NEW_RECORD)).toBeNull()
  })

  it.each(['', '012', '1.5', '99999999999999999999', '[]', '[1', '[{"q":"1"}]', '[[1]]', '{"i":"1"}', '-1'])('is none in %s', (path) => {
    expect(pathToRecordKey(path)).toBeNull()
  })

  it('goes there and back whatever it is made of', () => {
    const cell: fc.Arbitrary<Cell> = fc.oneof(
      fc.maxSafeInteger(), fc.string(), fc.constant(null), fc.constant({ i: '9007199254740993' }), fc.constant({ b: 'AAEC' }), fc.constant({ r: '2.0' }),
    )
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 3 }), (key) => {
        expect(pathToRecordKey(recordKeyToPath(key))).toEqual(key)
      }),
    )
  })
})
