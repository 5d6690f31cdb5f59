import { patchMemory } from '../../core/book/pageChanges'
import type { BookHead, BookIdentity } from '../../core/book/bookHead'
import type { Commit, StoredBook } from '../../core/book/storage'
import { decodeCommit, encodeCommit, readRecordClaim } from './commitRecord'
import { readerOf, readSealedBytes, readSealedFrame, writeAll, writeSealed, type ReadAt, type SealedFrame, type SyncFile } from './sealedFile'

/** 'NSLG': the first bytes of a segment. */
const MAGIC = 0x474c534e

/** A segment grows by this much at a time: growing costs a flush of the file's length, writing into it does not. */
const GROWTH_BYTES = 1_048_576

/** Where a commit lies in its segment. */
interface RecordPlace {
  readonly at: number
  readonly length: number
  /** The head before it. */
  readonly previous: BookHead
}

/**
 * A segment of the commit log in a file: a sealed snapshot (its JSON is the head) and the records of the commits after
 * it. `logSegment` knows where the good records end; `OpfsCommitLog` knows which segment counts.
 */
export interface LogSegment {
  readonly number: number
  /** The head of the snapshot. */
  readonly head: BookHead
  /** The head after the last good record. */
  readonly last: BookHead
  readonly sizes: { readonly snapshot: number; readonly commits: number }
  /** Finds the records that others appended. */
  scan(): Promise<void>
  /** The snapshot with all records applied, or those up to a generation; null when the snapshot is damaged. */
  replay(upTo?: number): Promise<StoredBook | null>
  /** The records applied to a state at the snapshot's head that was read elsewhere. */
  replayOnto(bytes: Uint8Array<ArrayBuffer>): Promise<StoredBook>
  commitsAfter(after: number): Promise<Commit[]>
  /** Appends and flushes; throws what the platform throws, after cutting off what was written. */
  append(commit: Commit): void
  /** Another reader (and the handle behind it, when this window holds it). */
  attach(read: ReadAt, file: SyncFile | null): void
  /** The handle, when this window holds it. */
  readonly file: SyncFile | null
}

async function openFrame(number: number, frame: SealedFrame, head: BookHead, firstRead: ReadAt, firstFile: SyncFile | null): Promise<LogSegment> {
  let read = firstRead
  let file = firstFile
  let end = frame.end
  let last = head
  let identity: BookIdentity = head.identity
  let places: RecordPlace[] = []
  /** What lies behind the last good record was seen to be nothing: a record that rotted must not lend its place to the ones after it. */
  let isTailClean = false

  async function recordAt(at: number, previous: BookHead): Promise<{ length: number; commit: Commit } | null> {
    const claim = await readRecordClaim(read, at, file ? file.getSize() : Number.MAX_SAFE_INTEGER)
    if (!claim || claim.generation !== previous.generation + 1) return null
    const commit = decodeCommit(await read(at, at + claim.length), previous)
    return commit && { length: claim.length, commit }
  }
  async function scan(onCommit?: (commit: Commit) => void, upTo = Infinity): Promise<void> {
    while (last.generation < upTo) {
      const found = await recordAt(end, last)
      if (!found) return
      places.push({ at: end, length: found.length, previous: last })
      end += found.length
      last = found.commit.head
      identity = last.identity
      onCommit?.(found.commit)
    }
  }
  async function replayOnto(bytes: Uint8Array<ArrayBuffer>, upTo?: number): Promise<StoredBook> {
    end = frame.end
    last = head
    places = []
    let memory = bytes
    let size = bytes.length
    await scan(({ changes }) => {
      memory = patchMemory(memory, size, changes)
      size = changes.size
    }, upTo)
    return { head: last, bytes: memory.length === size ? memory : memory.slice(0, size) }
  }

  await scan()
  return {
    number,
    head,
    get last() {
      return last
    },
    get sizes() {
      return { snapshot: frame.size, commits: end - frame.end }
    },
    get file() {
      return file
    },
    scan: () => scan(),
    async replay(upTo) {
      const bytes = await readSealedBytes(read, frame)
      return bytes && replayOnto(bytes, upTo)
    },
    replayOnto: (bytes) => replayOnto(bytes),
    async commitsAfter(after) {
      const commits: Commit[] = []
      for (const { at, previous } of places) {
        if (previous.generation < after) continue
        const found = await recordAt(at, previous)
        if (!found) throw new DOMException('a record of the log changed', 'UnknownError')
        commits.push(found.commit)
      }
      return commits
    },
    append(commit) {
      if (!file) throw new DOMException('another window holds the log', 'NoModificationAllowedError')
      if (commit.head.generation !== last.generation + 1) throw new Error(`commit ${commit.head.generation} after ${last.generation}`)
      const record = encodeCommit(commit, identity)
      try {
        const needed = end + record.length
        if (!isTailClean) file.truncate(end)
        isTailClean = true
        if (needed > file.getSize()) file.truncate(Math.ceil(needed / GROWTH_BYTES) * GROWTH_BYTES)
        writeAll(file, record, end)
        file.flush()
      } catch (error) {
        // cut off what may have been written: it was not acknowledged, and must not be found later
        file.truncate(end)
        file.flush()
        throw error
      }
      places.push({ at: end, length: record.length, previous: last })
      end += record.length
      last = commit.head
      identity = commit.head.identity
    },
    attach(nextRead, nextFile) {
      read = nextRead
      file = nextFile
      isTailClean = false
    },
  }
}

/** The head of a segment's snapshot, its frame checked and none of its pages; null when it was never finished or is damaged. */
export async function readSegmentHead(read: ReadAt): Promise<BookHead | null> {
  const frame = await readSealedFrame(read, MAGIC)
  return frame && (JSON.parse(frame.json) as BookHead)
}

/** Opens a segment; null when it was never finished or its frame is damaged. */
export async function openSegment(number: number, read: ReadAt, file: SyncFile | null): Promise<LogSegment | null> {
  const frame = await readSealedFrame(read, MAGIC)
  if (!frame) return null
  // the seal holds: the JSON is the head that was written
  return openFrame(number, frame, JSON.parse(frame.json) as BookHead, read, file)
}

/**
 * Goes on with a segment that was let go of, over a new handle: what others appended meanwhile is read, what was known
 * is not read again. False when the file is another one by now; nothing is changed then.
 */
export async function reopenSegment(segment: LogSegment, read: ReadAt, file: SyncFile | null): Promise<boolean> {
  const frame = await readSealedFrame(read, MAGIC)
  if (frame?.json !== JSON.stringify(segment.head)) return false
  segment.attach(read, file)
  await segment.scan()
  return true
}

/** Writes a segment with its snapshot, sealed and flushed. Throws what the platform throws. */
export async function writeSegment(number: number, file: SyncFile, head: BookHead, snapshot: (from: number, to: number) => Uint8Array): Promise<LogSegment> {
  writeSealed(file, MAGIC, JSON.stringify(head), head.size, head.generation, snapshot)
  const segment = await openSegment(number, readerOf(file), file)
  if (!segment) throw new DOMException('the new segment cannot be read back', 'UnknownError')
  return segment
}
