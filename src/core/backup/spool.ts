import type { FailureOf } from '../base/failure'
import type { FileSource } from '../base/fileSource'

/** There was no room for what was spooled, or it cannot be kept. The only error a spool throws; reading gives `FileUnreadable`. */
export class SpoolError extends Error {
  override readonly name = 'SpoolError'
  constructor(readonly failure: FailureOf<'StorageFull' | 'StorageUnavailable'>) {
    super(failure.type)
  }
}

/** Bytes that were written in order and can be read as often as needed; outside the engine's memory, on disk where the platform can. */
export interface SpooledFile extends FileSource {
  /** Lets go of what was kept. */
  discard(): Promise<void>
}

/** Takes a file's bytes in order. A chunk may be used again by the caller as soon as `write` has resolved. Throws `SpoolError`. */
export interface Spool<F extends SpooledFile = SpooledFile> {
  write(chunk: Uint8Array): Promise<void>
  /** Ends the writing. */
  finish(): Promise<F>
  /** Gives up: what was written is let go of. */
  discard(): Promise<void>
}

/** Where files are kept while they are made; platform adapters give it (Blobs in the browser, temporary files in Node, memory in tests). */
export interface SpoolStore<F extends SpooledFile = SpooledFile> {
  open(): Spool<F>
  /**
   * One file out of several, in order, without copying what was spooled: what stands at the head of a file is often known
   * last. The parts belong to the new file from then on.
   */
  join(parts: readonly (Uint8Array | F)[]): F
}
