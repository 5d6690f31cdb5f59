import type { BoundValue } from '../base/cell'

const bits = new DataView(new ArrayBuffer(8))

/** Mixes a number into a hash of 32 bits (https://github.com/aappleby/smhasher, the step of MurmurHash3). */
function mix(hash: number, value: number): number {
  const k = Math.imul(value, 0xcc9e2d51)
  const mixed = hash ^ Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

function mixValue(hash: number, value: BoundValue): number {
  if (value === null) return mix(hash, 1)
  if (typeof value === 'number') {
    bits.setFloat64(0, value + 0)
    return mix(mix(mix(hash, 2), bits.getInt32(0)), bits.getInt32(4))
  }
  let mixed = mix(hash, typeof value === 'string' ? 3 : 4)
  for (let i = 0; i < value.length; i++) mixed = mix(mixed, typeof value === 'string' ? value.charCodeAt(i) : (value[i] ?? 0))
  return mixed
}

/** 53 bits of values, from the one at `from` on; numbers that are equal hash alike, whole or not. Not for secrets. */
export function hashValues(values: readonly BoundValue[], from = 0): number {
  let high = 17
  let low = 31
  for (let i = from; i < values.length; i++) {
    high = mixValue(high, values[i] ?? null)
    low = mixValue(low, values[i] ?? null)
  }
  return (high >>> 0) * 0x20_0000 + (low & 0x1f_ffff)
}
