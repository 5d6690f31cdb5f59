import { concatBytes } from '../../base/bytes'
import { DecompressionError, type Compression } from '../../backup/compression'

/** A file inside a zip archive, as its directory lists it. */
export interface ZipEntry {
  readonly name: string
  /** Bytes, packed and unpacked. */
  readonly packedSize: number
  readonly size: number
  readonly crc: number
  readonly method: number
  readonly encrypted: boolean
  /** Where its local header stands. */
  readonly at: number
}

// field offsets in this file: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const END_SIZE = 22
const MAX_COMMENT = 65_535
const MAX_ENTRIES = 10_000
const STORED = 0
const DEFLATED = 8
const STORED_BLOCK = 65_535

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

function findEnd(view: DataView): number {
  for (let at = view.byteLength - END_SIZE; at >= Math.max(0, view.byteLength - END_SIZE - MAX_COMMENT); at--) {
    if (view.getUint32(at, true) === END && at + END_SIZE + view.getUint16(at + 20, true) === view.byteLength) return at
  }
  return -1
}

/** The archive's directory; null where it is missing or broken, as in a file that was cut. Archives over 4 GiB are not read. */
export function readZipEntries(bytes: Uint8Array): ZipEntry[] | null {
  const view = viewOf(bytes)
  const end = bytes.length < END_SIZE ? -1 : findEnd(view)
  if (end === -1) return null
  const count = view.getUint16(end + 10, true)
  const decoder = new TextDecoder()
  const entries: ZipEntry[] = []
  let at = view.getUint32(end + 16, true)
  if (count > MAX_ENTRIES) return null
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) return null
    const nameLength = view.getUint16(at + 28, true)
    entries.push({
      name: decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      crc: view.getUint32(at + 16, true),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      at: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return at === end ? entries : null
}

/** Bytes as deflate blocks that are not packed (RFC 1951, 3.2.4). */
function* storedBlocks(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at === 0 || at < bytes.length; at += STORED_BLOCK) {
    const block = bytes.subarray(at, at + STORED_BLOCK)
    const last = at + STORED_BLOCK >= bytes.length
    yield Uint8Array.of(last ? 1 : 0, block.length & 255, block.length >> 8, ~block.length & 255, (~block.length >> 8) & 255)
    yield block
  }
}

/** The entry as a gzip file: the same packed bytes between another header and trailer, so that the platform checks both sums. */
function* asGzip(packed: Uint8Array, entry: ZipEntry): Generator<Uint8Array> {
  yield Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)
  if (entry.method === STORED) yield* storedBlocks(packed)
  // small pieces, so that what comes out of one stays small, too
  else for (let at = 0; at < packed.length; at += STORED_BLOCK) yield packed.subarray(at, at + STORED_BLOCK)
  const trailer = new Uint8Array(8)
  viewOf(trailer).setUint32(0, entry.crc, true)
  viewOf(trailer).setUint32(4, entry.size, true)
  yield trailer
}

async function* streamOf(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(part)
}

/** The unpacked bytes of an entry, checked by their length and sum; null where they are not what the directory says. */
export async function unzipEntry(compression: Compression, bytes: Uint8Array, entry: ZipEntry): Promise<Uint8Array | null> {
  const view = viewOf(bytes)
  if (entry.encrypted || (entry.method !== STORED && entry.method !== DEFLATED)) return null
  if (entry.at + 30 > bytes.length || view.getUint32(entry.at, true) !== LOCAL) return null
  const from = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true)
  const packed = bytes.subarray(from, from + entry.packedSize)
  if (packed.length !== entry.packedSize) return null
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for await (const part of compression.gunzip(streamOf(asGzip(packed, entry)))) {
      length += part.length
      if (length > entry.size) return null
      parts.push(part)
    }
  } catch (error) {
    if (error instanceof DecompressionError) return null
    throw error
  }
  return length === entry.size ? concatBytes(parts) : null
}

/** A zip archive of these files, none of them packed. The sums are those of the entries that they came from, which were checked by then. */
export function writeStoredZip(files: readonly { readonly entry: ZipEntry; readonly bytes: Uint8Array }[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const { entry, bytes } of files) {
    const name = encoder.encode(entry.name)
    const central = new Uint8Array(46)
    const view = viewOf(central)
    view.setUint32(0, CENTRAL, true)
    view.setUint16(4, 20, true)
    view.setUint16(6, 20, true)
    // names are UTF-8
    view.setUint16(8, 0x800, true)
    view.setUint32(16, entry.crc, true)
    view.setUint32(20, bytes.length, true)
    view.setUint32(24, bytes.length, true)
    view.setUint16(28, name.length, true)
    view.setUint32(42, at, true)
    const local = new Uint8Array(30)
    local.set(central.subarray(6, 32), 4)
    viewOf(local).setUint32(0, LOCAL, true)
    viewOf(local).setUint16(28, 0, true)
    parts.push(local, name, bytes)
    directory.push(central, name)
    at += 30 + name.length + bytes.length
  }
  const end = new Uint8Array(END_SIZE)
  const view = viewOf(end)
  view.setUint32(0, END, true)
  view.setUint16(8, files.length, true)
  view.setUint16(10, files.length, true)
  view.setUint32(12, directory.reduce((sum, part) => sum + part.length, 0), true)
  view.setUint32(16, at, true)
  return concatBytes([...parts, ...directory, end])
}
