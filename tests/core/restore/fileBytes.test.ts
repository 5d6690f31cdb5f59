import { expect, test } from 'vitest'
import { textAt } from '../../../src/core/restore/fileBytes'

test('text of any length is read, one character a byte, to the end of the file', () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 256)
  const text = textAt(bytes, 5, 1_000_000)
  expect(text).toHaveLength(299_995)
  expect([0, 4095, 4096, 299_994].map((i) => text.charCodeAt(i))).toEqual([0, 4095, 4096, 299_994].map((i) => (i + 5) % 256))
  expect(textAt(bytes, 97, 3)).toBe('abc')
  expect(textAt(bytes, 300_000, 3)).toBe('')
})
