const BASE64 = Uint8Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (char) => char.charCodeAt(0))
const PAD = 61 // =
const OPEN = 123 // {
const QUOTE = 34
const BACKSLASH = 92
const MINUS = 45
const POINT = 46
const ZERO = 48
const NINE = 57
/** Digits up to which every decimal is the shortest one of its double, and every integer a safe one. */
const EXACT_DIGITS = 15
/** JavaScript writes smaller numbers with an exponent. */
const TINY = '0.000000'

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

/** Whether the digits from `from` to `to` (no sign, a point among them, no exponent) are what JavaScript writes for their double. */
function isPlainReal(lines: Uint8Array, from: number, to: number): boolean {
  if (to - from > EXACT_DIGITS + 1 || lines[to - 1] === ZERO) return false
  if (lines[from] !== ZERO || to - from <= TINY.length) return true
  for (let i = 0; i < TINY.length; i++) if (lines[from + i] !== TINY.charCodeAt(i)) return true
  return false
}

function numberToCellText(text: string): string {
  return /^-?[0-9]+$/.test(text) ? (Number.isSafeInteger(Number(text)) ? text : `{"i":"${text}"}`) : realToCellText(Number(text))
}

/** Bytes that grow as they are written. */
class Output {
  bytes: Uint8Array<ArrayBuffer>
  size = 0
  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity)
  }
  /** Makes room for so many more. */
  reserve(more: number): void {
    if (this.size + more <= this.bytes.length) return
    const larger = new Uint8Array((this.size + more) * 2)
    larger.set(this.bytes.subarray(0, this.size))
    this.bytes = larger
  }
  copy(from: Uint8Array): void {
    this.reserve(from.length)
    this.bytes.set(from, this.size)
    this.size += from.length
  }
  ascii(text: string): void {
    this.reserve(text.length)
    for (let i = 0; i < text.length; i++) this.bytes[this.size++] = text.charCodeAt(i)
  }
}

/**
 * Turns the lines that SQL wrote into canonical ones: `{"b":"<hex>"}` becomes base64, integers that JSON readers would
 * round are tagged, and reals are written by `realToCellText`, so that the canonical form does not depend on how SQLite
 * prints doubles (it writes a point or an exponent into every one, and enough digits to tell it by).
 */
export function rewriteTags(lines: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const { length } = lines
  let out: Output | null = null
  let copied = 0
  const copyTo = (end: number): Output => {
    out ??= new Output(Math.ceil(length * 1.25) + 64)
    out.copy(lines.subarray(copied, end))
    return out
  }
  for (let i = 0; i < length; ) {
    const byte = lines[i] ?? 0
    if (byte === QUOTE) {
      i++
      for (let inside = lines[i]; inside !== QUOTE && i < length; inside = lines[i]) i += inside === BACKSLASH ? 2 : 1
      i++
    } else if (byte === MINUS || (byte >= ZERO && byte <= NINE)) {
      const start = i
      const digits = byte === MINUS ? ++i : i
      let hasPoint = false
      let isPlain = true
      for (; i < length; i++) {
        const next = lines[i] ?? 0
        if (next >= ZERO && next <= NINE) continue
        if (next === POINT) hasPoint = true
        // an exponent: e, E, and its sign
        else if (next === 101 || next === 69 || next === 43 || next === MINUS) isPlain = false
        else break
      }
      if (isPlain && (hasPoint ? isPlainReal(lines, digits, i) : i - digits <= EXACT_DIGITS)) continue
      copyTo(start).ascii(numberToCellText(String.fromCharCode(...lines.subarray(start, i))))
      copied = i
    } else if (byte === OPEN) {
      // the only objects that SQL writes: {"b":"<hex>"}
      const start = i + 6
      const end = lines.indexOf(QUOTE, start)
      const written = copyTo(start)
      written.reserve(end - start + 4)
      written.size = writeBase64(lines, start, end, written.bytes, written.size)
      copied = end
      i = end + 1
    } else i++
  }
  if (!out) return lines
  const { bytes, size } = copyTo(length)
  return bytes.subarray(0, size)
}
