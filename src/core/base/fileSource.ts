import type { Failure } from './failure'
import type { Result } from './result'

/** A file that can be read in pieces (a browser `Blob`, a path in Node, bytes in memory). Never trusted by its name. */
export interface FileSource {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** The bytes from `from` (inclusive) to `to` (exclusive), fewer at the end of the file. */
  read(from: number, to: number): Promise<Result<Uint8Array<ArrayBuffer>, Extract<Failure, { type: 'FileUnreadable' }>>>
}

/** A file held in memory. */
export function memoryFileSource(name: string, bytes: Uint8Array): FileSource {
  return {
    name,
    size: bytes.length,
    read: (from, to) => Promise.resolve({ ok: true, value: bytes.slice(from, to) }),
  }
}
