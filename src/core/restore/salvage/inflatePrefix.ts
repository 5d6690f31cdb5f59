import { concatBytes } from '../../base/bytes'
import { isTrailerOf, TRAILER } from './gzipTrailer'

/** What could be unpacked. */
export interface Inflated {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** It was unpacked to the end of its data, and has the length and the check sum that the file says. */
  readonly isWhole: boolean
  /** It was unpacked to what looks like its end. */
  readonly isEnded: boolean
  /** Packed bytes that were not reached. */
  readonly left: number
}

interface Huffman {
  readonly counts: Uint16Array
  readonly symbols: Uint16Array
}

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12_289, 16_385, 24_577]
const DISTANCE_EXTRA = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13]
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
const CHUNK = 1024 * 1024
const WINDOW = 32_768

/** The data ends, or cannot be what was packed. Never leaves this file. */
class StopError extends Error {
  override readonly name = 'StopError'
}

function toHuffman(lengths: readonly number[]): Huffman {
  const counts = new Uint16Array(16)
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
  counts[0] = 0
  const offsets = new Uint16Array(17)
  for (let i = 1; i < 16; i++) offsets[i + 1] = (offsets[i] ?? 0) + (counts[i] ?? 0)
  const symbols = new Uint16Array(lengths.length)
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue
    const offset = offsets[length] ?? 0
    symbols[offset] = symbol
    offsets[length] = offset + 1
  }
  return { counts, symbols }
}

const FIXED = {
  lengths: toHuffman(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
  distances: toHuffman(new Array<number>(30).fill(5)),
}

/** The bits of packed data, lowest first. */
function createBits(bytes: Uint8Array, from: number) {
  let at = from
  let held = 0
  let count = 0
  function take(wanted: number): number {
    while (count < wanted) {
      const byte = bytes[at++]
      if (byte === undefined) throw new StopError()
      held |= byte << count
      count += 8
    }
    const value = held & ((1 << wanted) - 1)
    held >>>= wanted
    count -= wanted
    return value
  }
  return {
    take,
    symbol({ counts, symbols }: Huffman): number {
      let code = 0
      let first = 0
      let index = 0
      for (let length = 1; length < 16; length++) {
        code |= take(1)
        const many = counts[length] ?? 0
        if (code - many < first) return symbols[index + code - first] ?? 0
        index += many
        first = (first + many) << 1
        code <<= 1
      }
      throw new StopError()
    },
    toByte() {
      held = 0
      count = 0
    },
    at: () => at,
  }
}

/** What comes out, a chunk at a time; the last 32 KiB can be copied from. */
function createOutput(limit: number) {
  const done: Uint8Array[] = []
  let chunk = new Uint8Array(CHUNK + WINDOW)
  let size = 0
  let kept = 0
  let total = 0
  function put(byte: number): void {
    if (total >= limit) throw new StopError()
    if (size === chunk.length) {
      done.push(chunk.slice(kept, size))
      const next = new Uint8Array(CHUNK + WINDOW)
      next.set(chunk.subarray(size - WINDOW, size))
      chunk = next
      size = WINDOW
      kept = WINDOW
    }
    chunk[size++] = byte
    total++
  }
  return {
    put,
    copy(distance: number, length: number): void {
      if (distance > size || distance > total) throw new StopError()
      for (let i = 0; i < length; i++) put(chunk[size - distance] ?? 0)
    },
    bytes: () => concatBytes([...done, chunk.subarray(kept, size)]),
  }
}

type Bits = ReturnType<typeof createBits>
type Output = ReturnType<typeof createOutput>

function readCodes(bits: Bits): { lengths: Huffman; distances: Huffman } {
  const lengthCodes = bits.take(5) + 257
  const distanceCodes = bits.take(5) + 1
  const codeLengths = new Array<number>(19).fill(0)
  const given = bits.take(4) + 4
  for (let i = 0; i < given; i++) codeLengths[CODE_ORDER[i] ?? 0] = bits.take(3)
  const codes = toHuffman(codeLengths)
  const lengths: number[] = []
  while (lengths.length < lengthCodes + distanceCodes) {
    const symbol = bits.symbol(codes)
    if (symbol < 16) lengths.push(symbol)
    else if (symbol === 16) {
      const last = lengths.at(-1)
      if (last === undefined) throw new StopError()
      for (let i = 3 + bits.take(2); i > 0; i--) lengths.push(last)
    } else for (let i = symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7); i > 0; i--) lengths.push(0)
  }
  return { lengths: toHuffman(lengths.slice(0, lengthCodes)), distances: toHuffman(lengths.slice(lengthCodes, lengthCodes + distanceCodes)) }
}

function readBlock(bits: Bits, output: Output, { lengths, distances }: { lengths: Huffman; distances: Huffman }): void {
  for (;;) {
    const symbol = bits.symbol(lengths)
    if (symbol < 256) output.put(symbol)
    else if (symbol === 256) return
    else {
      const length = LENGTH_BASE[symbol - 257]
      if (length === undefined) throw new StopError()
      const copied = length + bits.take(LENGTH_EXTRA[symbol - 257] ?? 0)
      const code = bits.symbol(distances)
      const distance = DISTANCE_BASE[code]
      if (distance === undefined) throw new StopError()
      output.copy(distance + bits.take(DISTANCE_EXTRA[code] ?? 0), copied)
    }
  }
}

function readStored(bits: Bits, output: Output): void {
  bits.toByte()
  const length = bits.take(16)
  if ((length ^ 0xffff) !== bits.take(16)) throw new StopError()
  for (let i = 0; i < length; i++) output.put(bits.take(8))
}

/** Where the packed data of a gzip file begins; null where its header does not end. https://www.rfc-editor.org/rfc/rfc1952 */
function skipHeader(bytes: Uint8Array): number | null {
  const flags = bytes[3] ?? 0
  let at = 10
  if (flags & 4) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8))
  for (const flag of [8, 16]) if (flags & flag) while (at < bytes.length && bytes[at++] !== 0);
  if (flags & 2) at += 2
  return at < bytes.length ? at : null
}

/**
 * Unpacks a damaged gzip file to the byte before which it cannot be unpacked, where the platform's own way would drop the
 * last stretch. What follows a damaged place in the same file cannot be unpacked by anyone. https://www.rfc-editor.org/rfc/rfc1951
 */
export function inflatePrefix(bytes: Uint8Array, limit: number): Inflated {
  const from = skipHeader(bytes)
  const output = createOutput(limit)
  const bits = createBits(bytes, from ?? bytes.length)
  let isEnded = false
  try {
    for (let last = 0; last === 0; ) {
      last = bits.take(1)
      const type = bits.take(2)
      if (type === 0) readStored(bits, output)
      else if (type === 1) readBlock(bits, output, FIXED)
      else if (type === 2) readBlock(bits, output, readCodes(bits))
      else throw new StopError()
    }
    isEnded = true
  } catch (error) {
    if (!(error instanceof StopError)) throw error
  }
  const unpacked = output.bytes()
  const isWhole = isEnded && isTrailerOf(bytes.subarray(bits.at()), unpacked)
  const left = Math.max(0, bytes.length - bits.at() - (isEnded ? TRAILER : 0))
  return { bytes: unpacked, isWhole, isEnded, left }
}
