const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = (CRC_TABLE[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8)
  return (sum ^ 0xffffffff) >>> 0
}

/** Bytes after the packed data of a gzip file. */
export const TRAILER = 8

/** Whether the end of a gzip file says of its contents what they are: their CRC-32 and their length, lowest byte first (RFC 1952). */
export function isTrailerOf(trailer: Uint8Array, bytes: Uint8Array): boolean {
  const numberAt = (at: number) => ((trailer[at] ?? 0) | ((trailer[at + 1] ?? 0) << 8) | ((trailer[at + 2] ?? 0) << 16) | ((trailer[at + 3] ?? 0) << 24)) >>> 0
  return trailer.length === TRAILER && numberAt(4) === bytes.length >>> 0 && numberAt(0) === crc32(bytes)
}
