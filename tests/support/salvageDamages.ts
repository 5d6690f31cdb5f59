import type { Random } from './random'

/** One way of damaging a database file. */
export interface Damage {
  readonly name: string
  /** Whether what is left of a record can differ from what it was. */
  readonly silent: boolean
  make(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer>
}

const pageSizeOf = (bytes: Uint8Array) => {
  const size = ((bytes[16] ?? 0) << 8) | (bytes[17] ?? 0)
  return size === 1 ? 65_536 : size
}

function pagesOf(bytes: Uint8Array, random: Random, howMany: number): number[] {
  const count = bytes.length / pageSizeOf(bytes)
  return Array.from({ length: howMany }, () => random.int(0, count - 1))
}

/** Changes a copy. */
const damage = (name: string, silent: boolean, change: (copy: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer> | undefined): Damage => ({
  name,
  silent,
  make(bytes, random) {
    const copy = bytes.slice()
    return change(copy, random) ?? copy
  },
})

/** The damages that files meet: torn and lost pages, cut ends, flipped bits, headers that lie, lists that run in circles. */
export const DAMAGES: readonly Damage[] = [
  damage('zeroed pages', false, (copy, random) => {
    const size = pageSizeOf(copy)
    for (const page of pagesOf(copy, random, random.int(1, 4))) copy.fill(0, page * size, (page + 1) * size)
  }),
  damage('torn pages', false, (copy, random) => {
    const size = pageSizeOf(copy)
    for (const page of pagesOf(copy, random, random.int(1, 4))) {
      const from = page * size + 512 * random.int(0, Math.max(0, size / 512 - 1))
      copy.fill(0, from, (page + 1) * size)
    }
  }),
  damage('pages torn at the front', false, (copy, random) => {
    const size = pageSizeOf(copy)
    for (const page of pagesOf(copy, random, random.int(1, 3))) copy.fill(0, page * size, page * size + 512 * random.int(1, Math.max(1, size / 512 - 1)))
  }),
  damage('schema page zeroed', false, (copy) => {
    copy.fill(0, 0, pageSizeOf(copy))
  }),
  damage('schema page torn', false, (copy) => {
    copy.fill(0, 0, Math.min(512, pageSizeOf(copy)))
  }),
  damage('header flipped', false, (copy, random) => {
    for (let i = 0; i < 3; i++) {
      const at = random.int(0, 99)
      copy[at] = (copy[at] ?? 0) ^ (1 << random.int(0, 7))
    }
  }),
  damage('page size lies', false, (copy, random) => {
    const [high, low] = random.pick([[2, 0], [4, 0], [32, 0], [0, 1], [3, 7]])
    copy[16] = high ?? 0
    copy[17] = low ?? 0
  }),
  damage('cut off', false, (copy, random) => copy.slice(0, Math.floor((copy.length * random.int(2, 15)) / 16) + random.int(0, 600))),
  damage('freelist loop', false, (copy, random) => {
    const view = new DataView(copy.buffer)
    const size = pageSizeOf(copy)
    const trunk = view.getUint32(32)
    if (trunk > 0) view.setUint32((trunk - 1) * size, trunk)
    else view.setUint32(32, 1 + random.int(1, copy.length / size - 1))
  }),
  damage('pages swapped', false, (copy, random) => {
    const size = pageSizeOf(copy)
    const [a = 0, b = 0] = pagesOf(copy, random, 2)
    const kept = copy.slice(a * size, (a + 1) * size)
    copy.copyWithin(a * size, b * size, (b + 1) * size)
    copy.set(kept, b * size)
  }),
  damage('page heads flipped', false, (copy, random) => {
    const size = pageSizeOf(copy)
    for (const page of pagesOf(copy, random, 5)) {
      const at = page * size + (page === 0 ? 100 : 0) + random.int(0, 11)
      copy[at] = (copy[at] ?? 0) ^ (1 << random.int(0, 7))
    }
  }),
  damage('bits flipped', true, (copy, random) => {
    for (let i = 0; i < 40; i++) {
      const at = random.int(0, copy.length - 1)
      copy[at] = (copy[at] ?? 0) ^ (1 << random.int(0, 7))
    }
  }),
  damage('noise', true, (copy, random) => {
    const size = pageSizeOf(copy)
    for (const page of pagesOf(copy, random, 2)) copy.set(random.bytes(size), page * size)
  }),
]
