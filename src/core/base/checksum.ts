/**
 * 32-bit checksum of a run of bytes, four bytes a step. Not cryptographic: it is for bytes that went bad,
 * not for an adversary. Every step is a bijection of the state, so one changed bit always changes the sum.
 * `seed` makes equal bytes in different places differ (page number, generation).
 */
export function checksum32(bytes: Uint8Array, seed: number): number {
  let h = (0x9e3779b1 ^ seed) | 0
  const words = bytes.length >>> 2
  if (bytes.byteOffset % 4 === 0) {
    const view = new Uint32Array(bytes.buffer, bytes.byteOffset, words)
    for (let i = 0; i < words; i++) {
      h = Math.imul(h ^ (view[i] ?? 0), 0x85ebca6b)
      h = (h << 13) | (h >>> 19)
    }
  } else {
    for (let i = 0; i < words * 4; i += 4) {
      const word = (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24)
      h = Math.imul(h ^ word, 0x85ebca6b)
      h = (h << 13) | (h >>> 19)
    }
  }
  for (let i = words * 4; i < bytes.length; i++) h = Math.imul(h ^ (bytes[i] ?? 0), 0xc2b2ae35)
  h ^= bytes.length
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  return (h ^ (h >>> 15)) >>> 0
}
