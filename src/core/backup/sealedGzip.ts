import { equalBytes, hexToBytes } from '../base/bytes'
import type { FailureOf } from '../base/failure'
import type { FileSource } from '../base/fileSource'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import { createSha256, type Sha256 } from '../base/sha256'
import { DecompressionError, type Compression } from './compression'
import type { SpooledFile, SpoolStore } from './spool'
import { readReporting, spoolChunks } from './spoolChunks'

/** Bytes that no file may unpack to more than. */
export const UNPACKED_LIMIT = 2 * 1024 ** 3

const RATIO_LIMIT = 200
/** Unpacked bytes up to which the ratio does not matter. */
const RATIO_FREE = 64 * 1024 ** 2
/** Packed bytes given to the platform at once: they unpack to at most about a thousand times as much. */
const FEED = 64 * 1024
const PLAIN_HEADER = 10
const SEALED_HEADER = 48
/** ID, deflate, FEXTRA, no time, no hints, system unknown; 36 bytes of extra field, subfield NS of 32 bytes (RFC 1952). */
const SEALED_START = Uint8Array.of(0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 36, 0, 0x4e, 0x53, 32, 0)

const FHCRC = 2
const FEXTRA = 4
const FNAME = 8
const FCOMMENT = 16

/** Who packed a file: `sealed` by Nightsafe with its hash in the header, `plain` by another tool. */
export type GzipPacking = 'sealed' | 'plain'

/**
 * What the first bytes of a gzip file say, given at least 64 of them (fewer at its end). `changed` is a header that is
 * neither exactly ours nor another tool's.
 */
export function checkGzipHeader(start: Uint8Array): { packing: 'sealed'; hash: Uint8Array } | { packing: 'plain' } | { packing: 'changed' } | null {
  if (start[0] !== 0x1f || start[1] !== 0x8b) return null
  const flags = start[3] ?? 255
  if (start[2] !== 8 || flags & ~(1 | FHCRC | FEXTRA | FNAME | FCOMMENT)) return { packing: 'changed' }
  const hasOurField = equalBytes(start.subarray(PLAIN_HEADER, SEALED_START.length), SEALED_START.subarray(PLAIN_HEADER))
  if (!(flags & FEXTRA)) return hasOurField ? { packing: 'changed' } : { packing: 'plain' }
  if (start.length < SEALED_HEADER || !equalBytes(start.subarray(0, SEALED_START.length), SEALED_START)) return { packing: 'changed' }
  return { packing: 'sealed', hash: start.slice(SEALED_START.length, SEALED_HEADER) }
}

function hashBytes(sha: Sha256): Uint8Array {
  return hexToBytes(sha.hex()) ?? new Uint8Array(32)
}

/** Packs a file into one gzip file whose header holds the SHA-256 of everything after it. Throws `SpoolError`. */
export async function writeSealedGzip<F extends SpooledFile>(
  compression: Compression, file: FileSource, spools: SpoolStore<F>, work: Work,
): Promise<Result<F, FailureOf<'Cancelled'>>> {
  const sha = createSha256()
  async function* pack(): AsyncGenerator<Uint8Array> {
    let skip = PLAIN_HEADER
    for await (const chunk of compression.gzip(readReporting(file, 'compressing', work))) {
      // the platform writes a plain ten-byte header, which ours replaces
      const skipped = Math.min(skip, chunk.length)
      skip -= skipped
      const body = chunk.subarray(skipped)
      sha.update(body)
      yield body
    }
  }
  const packed = await spoolChunks(spools, pack(), work)
  if (!packed.ok) return packed
  const header = new Uint8Array(SEALED_HEADER)
  header.set(SEALED_START)
  header.set(hashBytes(sha), SEALED_START.length)
  return ok(spools.join([header, packed.value]))
}

type GzipFailure = FailureOf<'SealMismatch' | 'Damaged' | 'DecompressionTooLarge'>

/** A gzip file being unpacked. Read `chunks` to the end, then ask `outcome`. */
export interface GzipReading {
  readonly packing: GzipPacking
  /** Ends early at the first failure; never throws for bad data. */
  readonly chunks: AsyncIterable<Uint8Array>
  /** Whether everything was unpacked and is as it was packed. */
  outcome(): Result<undefined, GzipFailure>
}

/**
 * Unpacks a gzip file as a stream, with caps on what comes out. Fails at once with `Damaged` where there is no gzip
 * header, `SealMismatch` where the header was changed; later (`outcome`) also where the packed bytes were.
 * `start` is the beginning of the file (64 bytes are enough), `chunks` the whole file from its first byte.
 */
export function openGzip(
  compression: Compression, start: Uint8Array, chunks: AsyncIterable<Uint8Array>, limit = UNPACKED_LIMIT,
): Result<GzipReading, GzipFailure> {
  const header = checkGzipHeader(start)
  if (header === null) return fail({ type: 'Damaged', detail: 'The file is not packed with gzip.' })
  if (header.packing === 'changed') return fail({ type: 'SealMismatch' })
  const sha = createSha256()
  let packedBytes = 0
  let unpackedBytes = 0
  let finished = false
  let failure: GzipFailure | null = null

  async function* feed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += FEED) {
        const piece = chunk.subarray(at, at + FEED)
        if (header?.packing === 'sealed') sha.update(piece.subarray(Math.max(0, Math.min(piece.length, SEALED_HEADER - packedBytes))))
        packedBytes += piece.length
        yield piece
      }
    }
  }

  async function* unpack(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of compression.gunzip(feed())) {
        unpackedBytes += chunk.length
        if (unpackedBytes > limit || (unpackedBytes > RATIO_FREE && unpackedBytes > packedBytes * RATIO_LIMIT)) {
          failure = { type: 'DecompressionTooLarge', limit }
          return
        }
        yield chunk
      }
      finished = true
    } catch (error) {
      if (!(error instanceof DecompressionError)) throw error
      failure = { type: 'Damaged', detail: 'The file cannot be unpacked to its end.' }
    }
  }

  return ok({
    packing: header.packing,
    chunks: unpack(),
    outcome() {
      if (failure) return fail(failure)
      if (!finished) return fail({ type: 'Damaged', detail: 'The file was not unpacked to its end.' })
      if (header.packing === 'sealed' && !equalBytes(hashBytes(sha), header.hash)) return fail({ type: 'SealMismatch' })
      return ok()
    },
  })
}
