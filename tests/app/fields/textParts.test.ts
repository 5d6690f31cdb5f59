import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJsonText } from '../../../src/app/fields/readJsonText'
import { fileFormatOf } from '../../../src/app/fields/fileFormat'
import { textToParts } from '../../../src/app/fields/textParts'

const links = (text: string) => textToParts(text).flatMap(({ href }) => (href === null ? [] : [href]))

describe('textToParts', () => {
  it.each([
    ['see https://example.org/a?b=1#c.', ['https://example.org/a?b=1#c']],
    ['(https://example.org/wiki/Safe_(box))', ['https://example.org/wiki/Safe_(box)']],
    ['HTTP://EXAMPLE.ORG', ['HTTP://EXAMPLE.ORG']],
    ['ask anna@example.org, or ben@example.co.uk.', ['mailto:anna@example.org', 'mailto:ben@example.co.uk']],
    ['call +49 (30) 123-456 7 today', ['tel:+49301234567']],
    ['javascript:alert(1) data:text/html,x file:///etc ftp://example.org', []],
    ['12.11.2026 10+20 0301234567 +1', []],
    ['https://', []],
  ])('%s', (text, expected) => {
    expect(links(text)).toEqual(expected)
  })

  it('loses nothing, adds nothing, and leads nowhere unsafe', () => {
    const pieces = fc.constantFrom('https://example.org/', 'javascript:', 'a@example.org', '+49 30 1234567', ' ', '(', ')', '.', '"', '<', '\n', 'data:', 'ü')
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }), (texts) => {
        const text = texts.join('')
        const parts = textToParts(text)
        expect(parts.map((part) => part.text).join('')).toBe(text)
        for (const { href } of parts) if (href !== null) expect(['http:', 'https:', 'mailto:', 'tel:']).toContain(new URL(href).protocol)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('readJsonText', () => {
  it('takes objects and lists, and nothing else', () => {
    expect(readJsonText('{"a": [1, null]}')).toEqual({ a: [1, null] })
    expect(readJsonText(' [1]\n')).toEqual([1])
    for (const text of ['{}', '[]', '12', '"a"', '{a}', '[draft] call them', '', `${'['.repeat(20)}1${']'.repeat(20)}`]) expect(readJsonText(text)).toBeNull()
  })
})

describe('fileFormatOf', () => {
  const of = (text: string) => fileFormatOf(Uint8Array.from([...text].map((char) => char.charCodeAt(0))))?.extension ?? null
  it('knows pictures and documents by their beginning', () => {
    expect(of('\x89PNG\r\n\x1a\n…')).toBe('.png')
    expect(of('\xff\xd8\xff\xe0')).toBe('.jpg')
    expect(of('RIFF1234WEBPVP8 ')).toBe('.webp')
    expect(of('%PDF-1.7')).toBe('.pdf')
    for (const text of ['', '<svg xmlns=', '<html>', 'RIFF1234WAVE']) expect(of(text)).toBeNull()
  })
})
