import type { Database, SqlJsStatic } from 'sql.js'
import { PAGE_SIZE } from '../../core/book/sqlEngine'

/**
 * Sees every write that SQLite makes to its file inside stock sql.js.
 *
 * sql.js exports no file system and its names are minified, but four things hold because Emscripten's file system
 * treats them as its interface: a stream is made by `Object.assign(new FSStream(), {node, path, …})`; the table of
 * stream operations has functions named `read` and `write`; `write` gets (stream, buffer, offset, length, position);
 * `setattr` gets (node, {size}) when a file is cut or grown. So what is found by its shape is wrapped, and
 * `imageSelfTest.ts` proves on the running build that nothing is missed.
 */
export interface PageTap {
  /** Bytes of the file now. */
  readonly size: number
  /** A copy of a stretch of the file. */
  read(from: number, to: number): Uint8Array<ArrayBuffer>
  /** The memory behind the file: its bytes, and what it may still grow into. Replaced whenever the file grows beyond it. */
  memory(): Uint8Array<ArrayBuffer>
  /** What was touched since the last call; begins a new interval. */
  takeInterval(): TouchedPages
  /** Whether anything was touched in this interval. */
  readonly isTouched: boolean
}

/** The pages touched in an interval, with what they were at its start. */
export interface TouchedPages {
  readonly sizeBefore: number
  /** Numbers of pages written, in no order, whether or not they still lie below the size. */
  readonly written: ReadonlySet<number>
  /** Bytes at the start of the interval, of every page below `sizeBefore` that was written or cut off; null when there were too many to keep. */
  readonly before: ReadonlyMap<number, Uint8Array<ArrayBuffer>> | null
}

/** The shape of this sql.js build is not the one that the tap knows. */
export class TapUnavailable extends Error {
  override readonly name = 'TapUnavailable'
}

/**
 * Pages kept as they were at the start of an interval: 256 MiB of them. SQLite's own journal in memory holds the same
 * pages, so this at most doubles it; beyond, the state before is read from storage again.
 */
export const MAX_PAGES_BEFORE = 65_536

type FileNode = Record<string, unknown>
interface FileStream extends Record<string, unknown> {
  readonly node: FileNode
  readonly path: string
}
interface StreamOperations {
  read(stream: { node: FileNode }, buffer: Uint8Array, offset: number, length: number, position: number): number
  write(stream: { node: FileNode }, buffer: Uint8Array, offset: number, length: number, position: number, canOwn?: boolean): number
}
interface Watcher {
  willWrite(position: number, length: number): void
  willResize(size: number): void
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isStream = (value: unknown): value is FileStream => isRecord(value) && typeof value.path === 'string' && isRecord(value.node)
const isOperations = (value: unknown): value is StreamOperations =>
  isRecord(value) && typeof value.read === 'function' && typeof value.write === 'function'
const isFunctionTable = (value: unknown): value is Record<string, (...args: unknown[]) => unknown> =>
  isRecord(value) &&
  !ArrayBuffer.isView(value) &&
  !isOperations(value) &&
  Object.keys(value).length > 0 &&
  Object.values(value).every((member) => typeof member === 'function')

/** Runs `open` and collects the streams that Emscripten makes meanwhile. Nothing else can run: it is one synchronous call. */
export function collectStreams<T>(open: () => T): { value: T; streams: FileStream[] } {
  const assign = Object.assign
  const streams: FileStream[] = []
  Object.assign = (target: object, ...sources: object[]): object => {
    for (const source of sources) if (isStream(source)) streams.push(source)
    return assign(target, ...sources) as object
  }
  try {
    return { value: open(), streams }
  } finally {
    Object.assign = assign
  }
}

// all files of one sql.js module share one table of stream operations: it is wrapped once and asks for the file
const wrappedTables = new WeakSet<StreamOperations>()
const watchers = new WeakMap<FileNode, Watcher>()

function wrapWrites(operations: StreamOperations): void {
  if (wrappedTables.has(operations)) return
  wrappedTables.add(operations)
  const { write } = operations
  operations.write = function (stream, buffer, offset, length, position, canOwn) {
    watchers.get(stream.node)?.willWrite(position, length)
    return write.call(this, stream, buffer, offset, length, position, canOwn)
  }
}

function wrapResizes(node: FileNode): void {
  const tables = Object.entries(node).filter(([, value]) => isFunctionTable(value))
  const [key, table] = tables[0] ?? []
  if (tables.length !== 1 || key === undefined || !isFunctionTable(table)) throw new TapUnavailable(`${tables.length} tables of file operations`)
  node[key] = Object.fromEntries(
    Object.entries(table).map(([name, operation]) => [
      name,
      (...args: unknown[]) => {
        const attributes = args[1]
        if (isRecord(attributes) && typeof attributes.size === 'number') watchers.get(node)?.willResize(attributes.size)
        return operation.apply(table, args)
      },
    ]),
  )
}

/** MEMFS keeps a file in a typed array with room to grow (after the first write to an empty file, one of signed bytes). */
export function memoryOf(node: FileNode): Uint8Array<ArrayBuffer> {
  const view = Object.values(node).find((value) => ArrayBuffer.isView(value))
  if (!view || !(view.buffer instanceof ArrayBuffer)) throw new TapUnavailable('no file contents')
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}

function watchNode(node: FileNode, operations: StreamOperations, openedSize: number): PageTap {
  let size = openedSize
  let sizeBefore = openedSize
  let written = new Set<number>()
  let before: Map<number, Uint8Array<ArrayBuffer>> | null = new Map()

  function read(from: number, to: number): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(to - from)
    if (operations.read({ node }, out, 0, out.length, from) !== out.length) throw new RangeError(`no bytes ${from} to ${to} in a file of ${size}`)
    return out
  }
  function keep(page: number): void {
    if (!before || page * PAGE_SIZE >= sizeBefore || before.has(page)) return
    if (before.size >= MAX_PAGES_BEFORE) before = null
    // still as it was at the start: the first touch of a page below the first size keeps it
    else before.set(page, read(page * PAGE_SIZE, Math.min((page + 1) * PAGE_SIZE, size)))
  }
  function touch(from: number, to: number): void {
    for (let page = Math.floor(from / PAGE_SIZE); page * PAGE_SIZE < to; page++) {
      keep(page)
      written.add(page)
    }
  }

  watchers.set(node, {
    willWrite(position, length) {
      // a gap left by a write beyond the end becomes part of the file too
      touch(Math.min(position, size), position + length)
      size = Math.max(size, position + length)
    },
    willResize(newSize) {
      if (newSize > size) touch(size, newSize)
      else for (let page = Math.floor(newSize / PAGE_SIZE); page * PAGE_SIZE < size; page++) keep(page)
      size = newSize
    },
  })
  wrapWrites(operations)
  wrapResizes(node)

  return {
    get size() {
      return size
    },
    get isTouched() {
      return written.size > 0 || size !== sizeBefore
    },
    read,
    memory: () => memoryOf(node),
    takeInterval() {
      const interval = { sizeBefore, written, before }
      sizeBefore = size
      written = new Set()
      before = new Map()
      return interval
    },
  }
}

/**
 * Opens a database in sql.js with its writes seen. `memory` is taken over: its first `size` bytes are the file, the
 * rest is room to grow. Throws `TapUnavailable` when this build has another shape.
 */
export function openTapped(SQL: SqlJsStatic, memory: Uint8Array<ArrayBuffer> | null, size: number): { raw: Database; tap: PageTap } {
  const file = memory && size > 0 ? memory.subarray(0, size) : null
  // MEMFS keeps `file.slice(0, size)`, a copy: handing it the same memory makes reopening cost the same at any size
  if (file) Object.defineProperty(file, 'slice', { value: () => memory })
  const { value: raw, streams } = collectStreams(() => new SQL.Database(file))
  const { filename } = raw as unknown as { filename?: unknown }
  const stream = streams.findLast(({ path }) => path === `/${String(filename)}`)
  const operations = stream && Object.values(stream).find(isOperations)
  if (!stream || !operations) {
    raw.close()
    throw new TapUnavailable(stream ? 'no stream operations' : 'the opening was not seen')
  }
  try {
    return { raw, tap: watchNode(stream.node, operations, file ? size : 0) }
  } catch (error) {
    raw.close()
    throw error
  }
}
