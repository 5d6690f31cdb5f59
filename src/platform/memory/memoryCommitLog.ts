import { fail, ok } from '../../core/base/result'
import { patchMemory } from '../../core/book/pageChanges'
import { PAGE_SIZE } from '../../core/book/sqlEngine'
import type { Commit, CommitLog } from '../../core/book/storage'
import { memoryBookOf, segmentsOf, usedBytes, type MemoryDevice, type MemorySegment, type MemoryWindow } from './memoryDevice'
import { createStorageCalls } from './memoryWindow'

/** The bytes of a segment's last state, or of that at a generation. */
export function replaySegment(segment: MemorySegment, upTo = Infinity): Uint8Array<ArrayBuffer> {
  let bytes = segment.bytes.slice()
  for (const { head, changes } of segment.commits) if (head.generation <= upTo) bytes = patchMemory(bytes, bytes.length, changes).slice(0, changes.size)
  return bytes
}

const newest = (segment: MemorySegment) => segment.commits.at(-1)?.head ?? segment.head

/** A commit log in memory. */
export function createMemoryCommitLog(device: MemoryDevice, window: MemoryWindow, bookId: string): CommitLog {
  const call = createStorageCalls(device, window, bookId, 'log')
  const book = () => memoryBookOf(device, bookId)
  // the segment that this window has open: after a theft it may not be the newest any more
  let open: MemorySegment | null = null

  function openNewest(): MemorySegment | null {
    const segment = book().segments.at(-1) ?? null
    if (segment !== open) release()
    if (segment?.owner === null) segment.owner = window.id
    return (open = segment)
  }
  function release(): void {
    if (open?.owner === window.id) open.owner = null
    open = null
  }
  const damaged = () => fail({ type: 'StoredDataDamaged', medium: 'log', detail: 'damaged on purpose' } as const)
  const full = () => fail({ type: 'StorageFull' } as const)

  return {
    load: (keepOlder = false) =>
      call('load', () => {
        const segment = openNewest()
        if (!segment) return ok(null)
        if (!segment.damaged && !keepOlder) book().segments.splice(0, Infinity, segment)
        return segment.damaged ? damaged() : ok({ head: newest(segment), bytes: replaySegment(segment) })
      }),
    commitsAfter: (after) =>
      call('commitsAfter', () => {
        const segment = openNewest()
        if (!segment) return ok(null)
        if (segment.damaged) return damaged()
        if (segment.head.generation > after) return ok(null)
        return ok(segment.commits.filter(({ head }) => head.generation > after))
      }),
    append: (commit: Commit) =>
      call('append', () => {
        const segment = open ?? openNewest()
        if (!segment) return fail({ type: 'StorageLost', medium: 'log' })
        if (segment.owner === null) segment.owner = window.id
        if (segment.owner !== window.id) return fail({ type: 'StorageUnavailable', medium: 'log', reason: 'busy' })
        if (commit.head.generation !== newest(segment).generation + 1) throw new Error('a gap in the log')
        if (usedBytes(device) + commit.changes.pages.length * PAGE_SIZE > device.quota) return full()
        segment.commits.push(structuredClone(commit))
        return ok()
      }),
    startSegment(head, read) {
      const bytes = new Uint8Array(read(0, head.size))
      return call('startSegment', () => {
        if (usedBytes(device) + bytes.length > device.quota) return full()
        release()
        const number = Math.max(0, ...[...segmentsOf(book())].map((segment) => segment.number)) + 1
        open = { number, head: structuredClone(head), bytes, commits: [], owner: window.id, damaged: false }
        book().segments.splice(0, Infinity, ...book().segments.slice(-1), open)
        return ok()
      })
    },
    dropNewest: (generation) =>
      call('dropNewest', () => {
        const { segments } = book()
        if (segments.at(-1)?.head.generation !== generation) return ok()
        if (segments.length < 2) return fail({ type: 'StorageLost', medium: 'log' })
        release()
        segments.pop()
        return ok()
      }),
    get segment() {
      return open?.owner === window.id ? open.number : null
    },
    sizes: () => ({
      snapshot: open?.bytes.length ?? 0,
      commits: (open?.commits ?? []).reduce((sum, { changes }) => sum + changes.pages.length * PAGE_SIZE, 0),
    }),
    release() {
      release()
      return Promise.resolve()
    },
    destroy() {
      release()
      book().segments = []
      for (const [id, { segment }] of book().restorePoints) if (segment) book().restorePoints.delete(id)
      return Promise.resolve()
    },
  }
}
