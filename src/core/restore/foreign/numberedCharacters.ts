import { bytesToText, textToBytes } from '../../base/bytes'

const AMPERSAND = 0x26
const NUMBER_SIGN = 0x23
const NUMBERED = /&#(?:([0-9]{5,7})|x([0-9a-f]{5,6}));/gi

function hasNumbered(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(AMPERSAND); at !== -1; at = bytes.indexOf(AMPERSAND, at + 1)) if (bytes[at + 1] === NUMBER_SIGN) return true
  return false
}

/**
 * XML with the characters beyond U+FFFF that are given by their numbers (`&#128512;`) written out: the library that
 * reads workbooks takes them for other ones. The same bytes where there are none.
 */
export function writeOutNumbered(bytes: Uint8Array): Uint8Array {
  if (!hasNumbered(bytes)) return bytes
  const xml = bytesToText(bytes)
  if (xml === null) return bytes
  const written = xml.replace(NUMBERED, (reference, decimal?: string, hexadecimal?: string) => {
    const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
    return point > 0xffff && point <= 0x10ffff ? String.fromCodePoint(point) : reference
  })
  return written === xml ? bytes : textToBytes(written)
}
