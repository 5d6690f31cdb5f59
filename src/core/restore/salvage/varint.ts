/** A whole number of up to 64 bits; a bigint where a number could not hold it exactly. */
export type Whole = number | bigint

/** Bytes that the varint at `at` takes: 1 to 9. */
export function varintLength(bytes: Uint8Array, at: number): number {
  for (let i = 0; i < 8; i++) if ((bytes[at + i] ?? 0) < 128) return i + 1
  return 9
}

/** The nearest form of a 64-bit integer. */
export function toWhole(value: bigint): Whole {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** Reads a varint (https://sqlite.org/fileformat2.html#varint) as a signed 64-bit integer. Zeros beyond the end of the bytes. */
export function readVarint(bytes: Uint8Array, at: number): Whole {
  const length = varintLength(bytes, at)
  if (length <= 7) {
    let value = 0
    for (let i = 0; i < length; i++) value = value * 128 + ((bytes[at + i] ?? 0) & 127)
    return value
  }
  let value = 0n
  for (let i = 0; i < length; i++) {
    const byte = bytes[at + i] ?? 0
    value = i === 8 ? (value << 8n) | BigInt(byte) : (value << 7n) | BigInt(byte & 127)
  }
  return toWhole(BigInt.asIntN(64, value))
}
