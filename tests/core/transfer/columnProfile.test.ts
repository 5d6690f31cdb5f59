import { expect, test } from 'vitest'
import { createColumnProfile } from '../../../src/core/transfer/columnProfile'

function profileOf(values: Iterable<string>) {
  const profile = createColumnProfile('code', true)
  for (const value of values) profile.note(value)
  return profile
}

function* codes(count: number) {
  for (let i = 0; i < count; i++) yield `code ${i}`
}

test('all values of a column are compared, or it is not said that no two are the same', () => {
  expect(profileOf(codes(20_000))).toMatchObject({ filled: 20_000, distinct: true })
  expect(profileOf([...codes(20_000), 'code 19999'])).toMatchObject({ filled: 20_001, distinct: false })
  expect(profileOf(codes(100_001)).distinct).toBe(false)
  // rows that have nothing in it are none of them
  expect(profileOf(['a', '', 'b', '']).distinct).toBe(true)
})
