import { fail, ok, type Result } from '../base/result'
import { uint32At } from './fileBytes'

/** A page as a commit left it. */
export interface WalFrame {
  /** From 1 on. */
  readonly page: number
  /** Pages of the whole database after the commit that this frame ends; 0 for every other frame. */
  readonly pagesAfter: number
  readonly data: Uint8Array
}

/** The committed part of a write-ahead log. */
export interface Wal {
  readonly pageSize: number
  /** In the order of writing; the last one ends a commit. */
  readonly frames: readonly WalFrame[]
  readonly commits: number
  /** Sound frames after the last commit. */
  readonly unfinished: number
  /** Commits behind the first broken frame: SQLite wrote them, and they cannot be had. */
  readonly lost: number
}

const HEADER = 32
const FRAME_HEADER = 24
const LITTLE_ENDIAN_SUMS = 0x377f0682
const VERSION = 3_007_000

type Sums = readonly [number, number]

/** The running checksum over pairs of 32-bit words: https://sqlite.org/fileformat2.html#checksum_algorithm */
function addToSums([before0, before1]: Sums, view: DataView, from: number, to: number, littleEndian: boolean): Sums {
  let s0 = before0
  let s1 = before1
  for (let at = from; at < to; at += 8) {
    s0 = (s0 + view.getUint32(at, littleEndian) + s1) >>> 0
    s1 = (s1 + view.getUint32(at + 4, littleEndian) + s0) >>> 0
  }
  return [s0, s1]
}

const sameAt = (bytes: Uint8Array, at: number, [first, second]: Sums) => uint32At(bytes, at) === first && uint32At(bytes, at + 4) === second

/**
 * Reads a write-ahead log up to its last sound commit: https://sqlite.org/fileformat2.html#the_write_ahead_log. Frames
 * left over from an earlier round of the same file have other salts and end the reading, as does the first broken one;
 * what is lost behind that is counted. Fails with a sentence when the header is not one.
 */
export function readWal(bytes: Uint8Array): Result<Wal, string> {
  if (bytes.length < HEADER) return fail('It ends inside its first 32 bytes.')
  const magic = uint32At(bytes, 0)
  if (magic !== LITTLE_ENDIAN_SUMS && magic !== LITTLE_ENDIAN_SUMS + 1) return fail('It is not the log of an SQLite database.')
  if (uint32At(bytes, 4) !== VERSION) return fail('It has another version than the logs that are known.')
  const pageSize = uint32At(bytes, 8)
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) return fail(`The page size ${pageSize} is none that SQLite writes.`)
  const littleEndian = magic === LITTLE_ENDIAN_SUMS
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let sums = addToSums([0, 0], view, 0, 24, littleEndian)
  if (!sameAt(bytes, 24, sums)) return fail('Its header is damaged.')

  const frames: WalFrame[] = []
  let committed = 0
  let commits = 0
  let at = HEADER
  for (; at + FRAME_HEADER + pageSize <= bytes.length; at += FRAME_HEADER + pageSize) {
    const page = uint32At(bytes, at)
    const pagesAfter = uint32At(bytes, at + 4)
    if (page === 0 || !sameAt(bytes, at + 8, [uint32At(bytes, 16), uint32At(bytes, 20)])) break
    sums = addToSums(sums, view, at, at + 8, littleEndian)
    sums = addToSums(sums, view, at + FRAME_HEADER, at + FRAME_HEADER + pageSize, littleEndian)
    if (!sameAt(bytes, at + 16, sums)) break
    frames.push({ page, pagesAfter, data: bytes.subarray(at + FRAME_HEADER, at + FRAME_HEADER + pageSize) })
    if (pagesAfter > 0) {
      committed = frames.length
      commits++
    }
  }
  // a change that was taken back can leave frames of this round behind, but never the mark of a commit
  let lost = 0
  for (; at + FRAME_HEADER <= bytes.length; at += FRAME_HEADER + pageSize) {
    if (uint32At(bytes, at + 4) > 0 && sameAt(bytes, at + 8, [uint32At(bytes, 16), uint32At(bytes, 20)])) lost++
  }
  const unfinished = frames.length - committed
  return ok({ pageSize, frames: frames.slice(0, committed), commits, unfinished, lost })
}
