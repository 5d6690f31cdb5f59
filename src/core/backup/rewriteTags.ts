const BASE64 = Uint8Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (char) => char.charCodeAt(0))
const PAD = 61 // =
const OPEN = 123 // {
const CLOSE = 125 // }
const QUOTE = 34
const COLON = 58
const LETTER_B = 98
const LETTER_R = 114

/**
 * The canonical text of a finite or infinite double: the shortest digits that read back as the same double, as
 * ECMAScript's Number::toString writes them; tagged when JSON readers could take it for an integer.
 */
export function realToCellText(value: number): string {
  // -0 is written 0
  const text = String(value)
  if (Number.isFinite(value) && !Number.isInteger(value)) return text
  return /^-?[0-9]+$/.test(text) ? `{"r":"${text}.0"}` : `{"r":"${text}"}`
}

/** Value of a hexadecimal digit as SQLite's hex() writes it. */
function digit(code: number): number {
  return code <= 57 ? code - 48 : code - 55
}

function writeBase64(hex: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  const byteAt = (i: number) => (digit(hex[i] ?? 0) << 4) | digit(hex[i + 1] ?? 0)
  let i = from
  for (; i + 6 <= to; i += 6) {
    const group = (byteAt(i) << 16) | (byteAt(i + 2) << 8) | byteAt(i + 4)
    out[at++] = BASE64[group >> 18] ?? 0
    out[at++] = BASE64[(group >> 12) & 63] ?? 0
    out[at++] = BASE64[(group >> 6) & 63] ?? 0
    out[at++] = BASE64[group & 63] ?? 0
  }
  if (i < to) {
    const two = i + 4 <= to
    const group = (byteAt(i) << 16) | (two ? byteAt(i + 2) << 8 : 0)
    out[at++] = BASE64[group >> 18] ?? 0
    out[at++] = BASE64[(group >> 12) & 63] ?? 0
    out[at++] = two ? (BASE64[(group >> 6) & 63] ?? 0) : PAD
    out[at++] = PAD
  }
  return at
}

function writeReal(lines: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  const text = realToCellText(Number(String.fromCharCode(...lines.subarray(from, to))))
  for (let i = 0; i < text.length; i++) out[at++] = text.charCodeAt(i)
  return at
}

/**
 * Turns the lines that SQL wrote into canonical ones: `{"b":"<hex>"}` becomes base64, and `{"r":<number>}` the text of
 * `realToCellText`, so that the canonical form does not depend on how SQLite prints doubles. A tag cannot be mistaken
 * for text: inside a JSON string every quote has a backslash before it.
 */
export function rewriteTags(lines: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let open = lines.indexOf(OPEN)
  if (open < 0) return lines
  // the shortest real that grows: {"r":5.0} to {"r":"5.0"}, 9 bytes to 11
  const out = new Uint8Array(Math.ceil(lines.length * 1.25) + 16)
  let copied = 0
  let at = 0
  for (; open >= 0; open = lines.indexOf(OPEN, open + 1)) {
    const letter = lines[open + 2]
    if (lines[open + 1] !== QUOTE || lines[open + 3] !== QUOTE || lines[open + 4] !== COLON) continue
    if (letter !== LETTER_B && letter !== LETTER_R) continue
    const start = letter === LETTER_B ? open + 6 : open
    out.set(lines.subarray(copied, start), at)
    at += start - copied
    const close = lines.indexOf(CLOSE, open + 5)
    if (letter === LETTER_B) {
      at = writeBase64(lines, start, close - 1, out, at)
      copied = close - 1
    } else {
      at = writeReal(lines, open + 5, close, out, at)
      copied = close + 1
    }
    open = close
  }
  out.set(lines.subarray(copied), at)
  return out.subarray(0, at + lines.length - copied)
}
