import { checksum32 } from '../../core/base/checksum'

/** Bytes of the file in one value of IndexedDB: Chromium compresses values from here on. */
export const CHUNK_BYTES = 65_536

/** Chunks that one block of the table tells of. */
const BLOCK_CHUNKS = 256

/**
 * The table of a home's chunks: for each its checksum and the generation that wrote it. It is stored in blocks of 256
 * chunks (2 KiB for 16 MiB of the book), so that a commit writes only the blocks of the chunks it changed; the total over
 * all entries stands in the head, so that a block or a chunk that is stale, missing or in the wrong place shows.
 */
export interface ChunkTable {
  readonly total: number
  entry(chunk: number): { sum: number; generation: number }
  set(chunk: number, sum: number, generation: number): void
  /** Forgets the chunks from this one on. */
  cut(chunks: number): void
  /** Numbers of the blocks changed since the table was read or copied. */
  readonly changedBlocks: ReadonlySet<number>
  block(number: number): ArrayBuffer
  /** Chunks written after a generation, below `chunks`. */
  chunksAfter(generation: number, chunks: number): number[]
  /** A copy to change; blocks are copied only when they are. */
  copy(): ChunkTable
}

/** The checksum of a chunk in its place, as its generation wrote it. */
export function chunkSum(bytes: Uint8Array, chunk: number, generation: number): number {
  return checksum32(bytes, chunk ^ Math.imul(generation, 0x9e3779b1))
}

/** What an entry adds to the total: its place and its generation count too. */
function weight(chunk: number, sum: number, generation: number): number {
  if (sum === 0 && generation === 0) return 0
  let h = Math.imul(sum ^ Math.imul(chunk + 1, 0x85ebca6b), 0xc2b2ae35) ^ Math.imul(generation, 0x27d4eb2f)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return (h ^ (h >>> 13)) >>> 0
}

/** A table of these blocks; none = an empty one. */
export function createChunkTable(blocks: ReadonlyMap<number, Uint32Array<ArrayBuffer>> = new Map(), knownTotal?: number): ChunkTable {
  const own = new Map(blocks)
  const changed = new Set<number>()

  function entry(chunk: number) {
    const block = own.get(Math.floor(chunk / BLOCK_CHUNKS))
    const at = (chunk % BLOCK_CHUNKS) * 2
    return { sum: block?.[at] ?? 0, generation: block?.[at + 1] ?? 0 }
  }
  let total = knownTotal ?? 0
  if (knownTotal === undefined) {
    for (const [number, block] of own) {
      for (let i = 0; i < BLOCK_CHUNKS; i++) total = (total + weight(number * BLOCK_CHUNKS + i, block[i * 2] ?? 0, block[i * 2 + 1] ?? 0)) >>> 0
    }
  }
  function set(chunk: number, sum: number, generation: number): void {
    const number = Math.floor(chunk / BLOCK_CHUNKS)
    const before = entry(chunk)
    total = (total - weight(chunk, before.sum, before.generation) + weight(chunk, sum, generation)) >>> 0
    if (!changed.has(number)) {
      own.set(number, own.get(number)?.slice() ?? new Uint32Array(BLOCK_CHUNKS * 2))
      changed.add(number)
    }
    own.get(number)?.set([sum, generation], (chunk % BLOCK_CHUNKS) * 2)
  }

  return {
    get total() {
      return total
    },
    changedBlocks: changed,
    entry,
    set,
    cut(chunks) {
      const last = Math.max(-1, ...own.keys())
      for (let chunk = chunks; chunk < (last + 1) * BLOCK_CHUNKS; chunk++) {
        const { sum, generation } = entry(chunk)
        if (sum !== 0 || generation !== 0) set(chunk, 0, 0)
      }
    },
    block: (number) => own.get(number)?.slice().buffer ?? new ArrayBuffer(BLOCK_CHUNKS * 8),
    chunksAfter(generation, chunks) {
      const found: number[] = []
      for (let chunk = 0; chunk < chunks; chunk++) if (entry(chunk).generation > generation) found.push(chunk)
      return found
    },
    copy: () => createChunkTable(own, total),
  }
}
