import type { BookHead } from '../../core/book/bookHead'
import type { BookNews, Commit, SafetyCopyInfo, StorageFailure, StoredRestorePoint } from '../../core/book/storage'
import type { JournalEntry } from '../../core/journal/journalEntry'

/** One call of a window into its storage, to put a fault at. */
export interface StorageCall {
  readonly bookId: string
  readonly medium: 'log' | 'home' | 'safety-copies' | 'restore-points'
  readonly operation: string
  /** Before its effect, or after it and before the window hears of it. */
  readonly phase: 'before' | 'after'
}

/** What happens to a call: nothing, a failure (only before its effect), or the window dies on the spot. */
export type Fault = StorageFailure | 'kill' | null

/** A stretch of a commit log. */
export interface MemorySegment {
  readonly number: number
  readonly head: BookHead
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly commits: Commit[]
  /** The window whose handle it is. */
  owner: symbol | null
  damaged: boolean
}

/** The home of a book. `generations` tells for each page which generation wrote it last. */
export interface MemoryHomeRecord {
  head: BookHead
  bytes: Uint8Array<ArrayBuffer>
  generations: Map<number, number>
  damaged: boolean
}

/** A restore point: a name for a state in a segment, or a copy. */
export interface MemoryRestorePoint {
  readonly point: StoredRestorePoint
  readonly segment: MemorySegment | null
  readonly bytes: Uint8Array<ArrayBuffer> | null
  damaged: boolean
}

/** Everything that is stored of one book. */
export interface MemoryBook {
  /** The last one counts. */
  segments: MemorySegment[]
  home: MemoryHomeRecord | null
  safetyCopies: Map<string, { info: SafetyCopyInfo; bytes: Uint8Array<ArrayBuffer> }>
  /** What they lie in stays, whatever becomes of the log. */
  restorePoints: Map<string, MemoryRestorePoint>
}

/** A window as the device knows it. */
export interface MemoryWindow {
  readonly id: symbol
  isDead: boolean
  /** Resolved while the window is not frozen. */
  awake: Promise<void>
  isFrozen: boolean
}

/** Who writes a book. */
export interface MemoryLockState {
  holder: MemoryWindow | null
  /** Asks the holder to let go; resolves when it has, or at once when it does not answer. */
  askHolder: (() => Promise<void>) | null
  waiting: (() => void)[]
}

/** What several windows share: what is stored, the locks and the channel. Lives as long as the test or the page. */
export interface MemoryDevice {
  readonly books: Map<string, MemoryBook>
  readonly journal: JournalEntry[]
  readonly locks: Map<string, MemoryLockState>
  readonly listeners: Set<{ readonly window: MemoryWindow; hear(news: BookNews): void }>
  /** Asked at every storage call; puts faults. */
  onCall: ((call: StorageCall) => Fault) | null
  /** Bytes that fit into the logs, homes, restore points and safety copies of all books together. */
  quota: number
}

/** An empty device. */
export function createMemoryDevice(): MemoryDevice {
  return { books: new Map(), journal: [], locks: new Map(), listeners: new Set(), onCall: null, quota: Infinity }
}

/** The record of a book, made when there is none. */
export function memoryBookOf(device: MemoryDevice, bookId: string): MemoryBook {
  let book = device.books.get(bookId)
  if (!book) device.books.set(bookId, (book = { segments: [], home: null, safetyCopies: new Map(), restorePoints: new Map() }))
  return book
}

/** All segments of a book: those of its log, and those that restore points keep. */
export function segmentsOf({ segments, restorePoints }: MemoryBook): ReadonlySet<MemorySegment> {
  return new Set([...segments, ...[...restorePoints.values()].flatMap(({ segment }) => segment ?? [])])
}

/** Bytes stored on the device. */
export function usedBytes(device: MemoryDevice): number {
  let used = 0
  for (const book of device.books.values()) {
    const { home, safetyCopies, restorePoints } = book
    used += home?.bytes.length ?? 0
    for (const { bytes } of safetyCopies.values()) used += bytes.length
    for (const { bytes } of restorePoints.values()) used += bytes?.length ?? 0
    for (const { bytes, commits } of segmentsOf(book)) {
      used += bytes.length
      for (const { changes } of commits) for (const page of changes.pages) used += page.bytes.length
    }
  }
  return used
}

/** Lets everyone who waits for a lock look again: it is free, or its holder does not answer any more. */
export function wakeWaiters(lock: MemoryLockState): void {
  for (const look of lock.waiting.splice(0)) look()
}
