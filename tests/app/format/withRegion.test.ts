import { expect, test } from 'vitest'
import { withRegion } from '../../../src/app/format/withRegion'

test('the language itself, as the browser prefers it, comes before any other', () => {
  expect(withRegion('en', ['de-DE', 'en-GB'])).toBe('en-GB')
  expect(withRegion('en', ['en'])).toBe('en')
})

test('a person of another language still gets the ways of their region', () => {
  expect(withRegion('en', ['de-DE', 'de'])).toBe('en-DE')
  expect(withRegion('en', ['zh-Hant-HK'])).toBe('en-HK')
  expect(withRegion('en', ['de'])).toBe('en')
  expect(withRegion('en', ['not a tag'])).toBe('en')
  expect(withRegion('en', [])).toBe('en')
})
