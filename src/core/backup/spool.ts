import type { FileSource } from '../base/fileSource'

/** Bytes that were written in order and can be read as often as needed; outside the engine's memory, on disk where the platform can. */
export interface SpooledFile extends FileSource {
  /** Lets go of what was kept. */
  discard(): Promise<void>
}

/** Takes a file's bytes in order. A chunk may be used again by the caller as soon as `write` has resolved. */
export interface Spool {
  write(chunk: Uint8Array): Promise<void>
  /** Ends the writing. */
  finish(): Promise<SpooledFile>
  /** Gives up: what was written is let go of. */
  discard(): Promise<void>
}

/** Opens a new spool; platform adapters give it (Blob parts in the browser, a temporary file in Node, memory in tests). */
export type OpenSpool = (name: string) => Spool
