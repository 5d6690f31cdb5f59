import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import type { CommitLog, PageHome, RestorePointStore, SafetyCopyStore } from '../../src/core/book/storage'
import type { JournalStore } from '../../src/core/journal/journalStore'
import { createIndexedDbJournalStore } from '../../src/platform/browser/indexedDbJournalStore'
import { createIndexedDbPageHome } from '../../src/platform/browser/indexedDbPageHome'
import { createIndexedDbRestorePoints } from '../../src/platform/browser/indexedDbRestorePoints'
import { createIndexedDbSafetyCopies } from '../../src/platform/browser/indexedDbSafetyCopies'
import { createOpfsCommitLog } from '../../src/platform/browser/opfsCommitLog'
import { createOpfsRestorePoints } from '../../src/platform/browser/opfsRestorePoints'
import { createOpfsSafetyCopies } from '../../src/platform/browser/opfsSafetyCopies'
import { createMemoryCommitLog } from '../../src/platform/memory/memoryCommitLog'
import { createMemoryDevice } from '../../src/platform/memory/memoryDevice'
import { createMemoryJournalStore } from '../../src/platform/memory/memoryJournalStore'
import { createMemoryPageHome } from '../../src/platform/memory/memoryPageHome'
import { createMemoryRestorePoints } from '../../src/platform/memory/memoryRestorePoints'
import { createMemorySafetyCopyStore } from '../../src/platform/memory/memorySafetyCopyStore'
import { createMemoryWindow } from '../../src/platform/memory/memoryWindow'
import { FakeOpfs } from '../support/fakeOpfs'
import { BOOK_ID } from '../support/sessions'

/** One storage of which each call gives an adapter of another window. */
export type World<Port> = () => () => Port

export const logWorlds: [string, World<CommitLog>][] = [
  ['memory', () => { const device = createMemoryDevice(); return () => createMemoryCommitLog(device, createMemoryWindow(), BOOK_ID) }],
  ['OPFS', () => { const opfs = new FakeOpfs(); return () => createOpfsCommitLog(opfs.root, BOOK_ID) }],
]

export const homeWorlds: [string, World<PageHome>][] = [
  ['memory', () => { const device = createMemoryDevice(); return () => createMemoryPageHome(device, createMemoryWindow(), BOOK_ID) }],
  ['IndexedDB', () => { const factory = new IDBFactory(); return () => createIndexedDbPageHome(factory, BOOK_ID) }],
]

export const safetyCopyWorlds: [string, World<SafetyCopyStore>][] = [
  ['memory', () => { const device = createMemoryDevice(); return () => createMemorySafetyCopyStore(device, createMemoryWindow(), BOOK_ID) }],
  ['IndexedDB', () => { const factory = new IDBFactory(); return () => createIndexedDbSafetyCopies(factory, BOOK_ID) }],
  ['OPFS', () => { const opfs = new FakeOpfs(); return () => createOpfsSafetyCopies(opfs.root, BOOK_ID) }],
]

/** A log, where there is one, and the restore points in it. */
export interface PointWorld {
  readonly log: CommitLog | null
  readonly points: RestorePointStore
}

export const pointWorlds: [string, World<PointWorld>][] = [
  ['memory, named', () => {
    const device = createMemoryDevice()
    return () => {
      const window = createMemoryWindow()
      return { log: createMemoryCommitLog(device, window, BOOK_ID), points: createMemoryRestorePoints(device, window, BOOK_ID, 'named') }
    }
  }],
  ['memory, copied', () => { const device = createMemoryDevice(); return () => ({ log: null, points: createMemoryRestorePoints(device, createMemoryWindow(), BOOK_ID, 'copied') }) }],
  ['IndexedDB', () => { const factory = new IDBFactory(); return () => ({ log: null, points: createIndexedDbRestorePoints(factory, BOOK_ID) }) }],
  ['OPFS', () => { const opfs = new FakeOpfs(); return () => ({ log: createOpfsCommitLog(opfs.root, BOOK_ID), points: createOpfsRestorePoints(opfs.root, BOOK_ID) }) }],
]

export const journalWorlds: [string, World<JournalStore>][] = [
  ['memory', () => { const device = createMemoryDevice(); return () => createMemoryJournalStore(device) }],
  ['IndexedDB', () => { const factory = new IDBFactory(); return () => createIndexedDbJournalStore(factory) }],
]
