import { seed } from './seed'

/** Pseudo-random choices that a seed repeats (mulberry32). */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  bytes(count: number): Uint8Array<ArrayBuffer>
}

/** Choices that follow from the run's seed and a name, so that tests do not depend on their order. Prints both. */
export function createRandom(name: string, own = seed): Random {
  console.log(`${name}: seed ${own}`)
  let state = own
  for (const char of name) state = Math.imul(state ^ char.charCodeAt(0), 0x01000193)
  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick<T>(from: readonly T[]): T {
      const found = from[int(0, from.length - 1)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
    bytes(count) {
      const words = new Uint32Array(Math.ceil(count / 4))
      for (let i = 0; i < words.length; i++) words[i] = next() * 4294967296
      return new Uint8Array(words.buffer, 0, count)
    },
  }
}
