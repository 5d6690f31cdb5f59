import { concatBytes, bytesToText, textToBytes } from '../../core/base/bytes'
import { checksum32 } from '../../core/base/checksum'

/**
 * A large run of bytes with a JSON document in front, in an OPFS file, of which a reader can tell whether every byte is
 * as it was written. All numbers are 32-bit little-endian:
 *
 *     magic, version, JSON length, size low, size high, seed, 0, checksum of these seven
 *     JSON (UTF-8), padded with zeros to a multiple of 16
 *     the bytes, padded to a multiple of 4
 *     one checksum for each started 64 KiB of the bytes (seed: its number ^ the seed)
 *     seal: checksum over JSON and checksums
 *
 * The seal is written last: a file without one was never finished.
 */
export interface SealedLayout {
  readonly json: string
  readonly size: number
  readonly seed: number
  /** Where the bytes begin. */
  readonly start: number
  /** Where the seal ends, and whatever follows may begin. */
  readonly end: number
}

/** What a sealed file is written with: a synchronous access handle, or a part of one. */
export type SyncFile = Pick<FileSystemSyncAccessHandle, 'read' | 'write' | 'flush' | 'truncate' | 'getSize' | 'close'>

/** Reads a stretch of a file, fewer bytes at its end. */
export type ReadAt = (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>

const HEADER_BYTES = 32
const CHUNK_BYTES = 65_536
const WRITE_BYTES = 1_048_576
const VERSION = 1

const padTo = (length: number, multiple: number) => Math.ceil(length / multiple) * multiple

function layoutOf(json: string, jsonBytes: number, size: number, seed: number): SealedLayout {
  const start = padTo(HEADER_BYTES + jsonBytes, 16)
  const sums = Math.ceil(size / CHUNK_BYTES) * 4
  return { json, size, seed, start, end: start + padTo(size, 4) + sums + 4 }
}

/** Writes all of `bytes` at `at`; a disk that takes fewer is full. */
export function writeAll(file: SyncFile, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  if (file.write(bytes, { at }) !== bytes.length) throw new DOMException('fewer bytes written than asked for', 'QuotaExceededError')
}

/** Writes a sealed file from its beginning and flushes it. `read` gives the bytes. */
export function writeSealed(file: SyncFile, magic: number, json: string, size: number, seed: number, read: (from: number, to: number) => Uint8Array): SealedLayout {
  const text = textToBytes(json)
  const layout = layoutOf(json, text.length, size, seed)
  const header = new Uint32Array([magic, VERSION, text.length, size >>> 0, Math.floor(size / 2 ** 32), seed, 0, 0])
  const headerBytes = new Uint8Array(header.buffer)
  header[7] = checksum32(headerBytes.subarray(0, 28), magic)

  const sums = new Uint32Array(Math.ceil(size / CHUNK_BYTES))
  file.truncate(0)
  // asks for the room at once, so that a full disk shows before the work is done
  file.truncate(layout.end)
  writeAll(file, concatBytes([headerBytes, text]), 0)
  for (let from = 0; from < size; from += WRITE_BYTES) {
    const piece = new Uint8Array(read(from, Math.min(from + WRITE_BYTES, size)))
    for (let at = 0; at < piece.length; at += CHUNK_BYTES) {
      const number = (from + at) / CHUNK_BYTES
      sums[number] = checksum32(piece.subarray(at, at + CHUNK_BYTES), number ^ seed)
    }
    writeAll(file, piece, layout.start + from)
  }
  const sumBytes = new Uint8Array(sums.buffer)
  const seal = new Uint32Array([checksum32(concatBytes([text, sumBytes]), seed)])
  file.flush()
  writeAll(file, concatBytes([sumBytes, new Uint8Array(seal.buffer)]), layout.start + padTo(size, 4))
  file.flush()
  return layout
}

/** A sealed file as its frame tells it; the bytes are checked by `readSealedBytes`. */
export interface SealedFrame extends SealedLayout {
  readonly sums: Uint32Array<ArrayBuffer>
}

/** Reads and checks all but the bytes; null when the file was never finished, or its frame is damaged. */
export async function readSealedFrame(read: ReadAt, magic: number): Promise<SealedFrame | null> {
  const headerBytes = await read(0, HEADER_BYTES)
  if (headerBytes.length < HEADER_BYTES) return null
  const [found, version, jsonLength = 0, low = 0, high = 0, seed = 0, , check] = new Uint32Array(headerBytes.buffer, headerBytes.byteOffset, 8)
  if (found !== magic || version !== VERSION || check !== checksum32(headerBytes.subarray(0, 28), magic)) return null
  const text = await read(HEADER_BYTES, HEADER_BYTES + jsonLength)
  const json = bytesToText(text)
  if (json === null || text.length < jsonLength) return null
  const layout = layoutOf(json, jsonLength, high * 2 ** 32 + low, seed)
  const tail = await read(layout.start + padTo(layout.size, 4), layout.end)
  if (tail.length !== layout.end - layout.start - padTo(layout.size, 4)) return null
  const sumBytes = tail.slice(0, -4)
  const [seal] = new Uint32Array(tail.slice(-4).buffer)
  if (seal !== checksum32(concatBytes([text, sumBytes]), seed)) return null
  return { ...layout, sums: new Uint32Array(sumBytes.buffer) }
}

/** The bytes of a sealed file; null when one of them is not as it was written. */
export async function readSealedBytes(read: ReadAt, frame: SealedFrame): Promise<Uint8Array<ArrayBuffer> | null> {
  const bytes = await read(frame.start, frame.start + frame.size)
  if (bytes.length !== frame.size) return null
  for (let number = 0; number < frame.sums.length; number++) {
    const chunk = bytes.subarray(number * CHUNK_BYTES, (number + 1) * CHUNK_BYTES)
    if (checksum32(chunk, number ^ frame.seed) !== frame.sums[number]) return null
  }
  return bytes
}

/** A reader over a handle that this window holds. */
export function readerOf(file: SyncFile): ReadAt {
  return (from, to) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(to, file.getSize()) - from))
    const count = file.read(bytes, { at: from })
    return Promise.resolve(count === bytes.length ? bytes : bytes.slice(0, count))
  }
}

/** A reader that needs no handle, for a file that another window holds. */
export async function readerOfFile(handle: FileSystemFileHandle): Promise<ReadAt> {
  const file = await handle.getFile()
  return async (from, to) => new Uint8Array(await file.slice(from, Math.max(from, to)).arrayBuffer())
}
