import { expect, test } from 'vitest'
import { textToBytes } from '../../../src/core/base/bytes'
import { detectFormat } from '../../../src/core/restore/detectFormat'

const detect = (text: string) => {
  const bytes = textToBytes(text)
  return detectFormat(bytes, bytes.length)
}

test('a small table stays one though a control character is among the few it has', () => {
  expect(detect('key,title,body\r\n1,\u0003,\r\n').kind).toBe(detect('key,title,body\r\n1,x,\r\n').kind)
})

test('what is mostly control characters is no text, however short', () => {
  expect(detect('\u0001,\u0002\n\u0003,\u0004\n').kind).not.toBe(detect('a,b\nc,d\n').kind)
  expect(detect(`a,b\n${'\u0001\u0002\u0003\u0004,x\n'.repeat(100)}`).kind).not.toBe(detect('a,b\nc,d\n').kind)
})
