import { bytesToText, textToBytes } from '../../core/base/bytes'
import { checksum32 } from '../../core/base/checksum'
import type { BookHead, BookIdentity } from '../../core/book/bookHead'
import { PAGE_SIZE, type Page } from '../../core/book/sqlEngine'
import type { Commit } from '../../core/book/storage'
import type { ReadAt } from './sealedFile'

/**
 * One commit in a segment of the log. All numbers are 32-bit little-endian, every part is a multiple of 4 bytes long:
 *
 *     magic, length of the record, generation, epoch, JSON length, number of pages, checksum of header and index, 0
 *     JSON: `{changedAt, size, identity?}`; the identity only when it differs from the one before; padded
 *     page numbers, then page checksums (seed: page number ^ generation)
 *     pages of 4096 bytes
 *
 * The checksum (its own place zero) covers header, JSON, numbers and page checksums, and through these every byte.
 * A record counts when all checksums hold and its generation follows the one before; the first that does not ends the log.
 */
const MAGIC = 0x4d43534e // 'NSCM'
const HEADER_BYTES = 32
const CHECKSUM_AT = 6

/** The length of JSON above which a record is not believed. */
const MAX_JSON_BYTES = 64 * 1024 * 1024

const pad4 = (length: number) => (length + 3) & ~3

interface RecordJson {
  readonly changedAt: BookHead['changedAt']
  readonly size: number
  readonly identity?: BookIdentity
}

/** The bytes of a commit's record. `previous` is the identity in force before it. */
export function encodeCommit({ head, changes }: Commit, previous: BookIdentity): Uint8Array<ArrayBuffer> {
  const json: RecordJson = { changedAt: head.changedAt, size: head.size, ...(head.identity === previous ? {} : { identity: head.identity }) }
  const text = textToBytes(JSON.stringify(json))
  const { pages } = changes
  const indexAt = HEADER_BYTES + pad4(text.length)
  const pagesAt = indexAt + pages.length * 8
  const bytes = new Uint8Array(pagesAt + pages.length * PAGE_SIZE)
  const words = new Uint32Array(bytes.buffer)
  words.set([MAGIC, bytes.length, head.generation, head.epoch, text.length, pages.length, 0, 0])
  bytes.set(text, HEADER_BYTES)
  pages.forEach((page, i) => {
    const at = pagesAt + i * PAGE_SIZE
    bytes.set(page.bytes, at)
    words[indexAt / 4 + i] = page.number
    words[indexAt / 4 + pages.length + i] = checksum32(bytes.subarray(at, at + PAGE_SIZE), page.number ^ head.generation)
  })
  words[CHECKSUM_AT] = checksum32(bytes.subarray(0, pagesAt), head.generation)
  return bytes
}

/** Length and generation of the record that begins at `at`, as its header claims; null when none begins there. */
export async function readRecordClaim(read: ReadAt, at: number, fileSize: number): Promise<{ length: number; generation: number } | null> {
  const header = await read(at, at + HEADER_BYTES)
  if (header.length < HEADER_BYTES) return null
  const [magic, length = 0, generation = 0] = new Uint32Array(header.buffer, header.byteOffset, 8)
  if (magic !== MAGIC || length < HEADER_BYTES || length % 4 !== 0 || at + length > fileSize) return null
  return { length, generation }
}

/** The commit in the bytes of one record; null when it does not hold, or does not follow `previous`. */
export function decodeCommit(bytes: Uint8Array<ArrayBuffer>, previous: BookHead): Commit | null {
  if (bytes.length < HEADER_BYTES || bytes.byteOffset % 4 !== 0) return null
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2)
  const [magic, length, generation = 0, epoch = 0, jsonLength = 0, count = 0, check] = words
  const indexAt = HEADER_BYTES + pad4(jsonLength)
  const pagesAt = indexAt + count * 8
  if (magic !== MAGIC || length !== bytes.length || jsonLength > MAX_JSON_BYTES || pagesAt + count * PAGE_SIZE !== bytes.length) return null
  if (generation !== previous.generation + 1 || epoch < previous.epoch) return null
  const covered = bytes.slice(0, pagesAt)
  covered.fill(0, CHECKSUM_AT * 4, CHECKSUM_AT * 4 + 4)
  if (checksum32(covered, generation) !== check) return null
  const text = bytesToText(bytes.subarray(HEADER_BYTES, HEADER_BYTES + jsonLength))
  if (text === null) return null
  // the checksum holds: this is what was written
  const json = JSON.parse(text) as RecordJson
  const pages: Page[] = []
  for (let i = 0; i < count; i++) {
    const number = words[indexAt / 4 + i] ?? 0
    const page = bytes.slice(pagesAt + i * PAGE_SIZE, pagesAt + (i + 1) * PAGE_SIZE)
    if (checksum32(page, number ^ generation) !== words[indexAt / 4 + count + i]) return null
    pages.push({ number, bytes: page })
  }
  const head = { identity: json.identity ?? previous.identity, generation, epoch, size: json.size, changedAt: json.changedAt }
  return { head, changes: { size: json.size, pages } }
}
