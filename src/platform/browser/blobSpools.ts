import { SpoolError, type SpooledFile, type SpoolStore } from '../../core/backup/spool'
import { blobFileSource } from './blobFileSource'

/** A spooled file as the browser keeps it. */
export interface SpooledBlob extends SpooledFile {
  readonly blob: Blob
}

/** Bytes that are gathered before they leave the worker: a Blob for each small chunk would cost more than the chunk. */
const GATHERED = 4 * 1024 * 1024
const TYPE = 'application/octet-stream'

function spooledBlob(blob: Blob): SpooledBlob {
  // a Blob goes when nothing holds it any more
  return { ...blobFileSource(blob, ''), blob, discard: () => Promise.resolve() }
}

/** What can be read back has left the worker's memory: so no more than a few pieces ever wait there. */
async function waitUntilKept(blob: Blob): Promise<void> {
  try {
    await blob.slice(0, 1).arrayBuffer()
  } catch (error) {
    if (error instanceof DOMException) throw new SpoolError({ type: 'StorageFull' })
    throw error
  }
}

/** Spools of Blobs, which browsers keep outside of the worker, and on disk when they are large. */
export const blobSpools: SpoolStore<SpooledBlob> = {
  open() {
    let blobs: Blob[] = []
    let gathered = new Uint8Array(GATHERED)
    let size = 0
    async function flush(): Promise<void> {
      if (size === 0) return
      const blob = new Blob([gathered.subarray(0, size)])
      size = 0
      blobs.push(blob)
      await waitUntilKept(blob)
    }
    return {
      async write(chunk) {
        for (let at = 0; at < chunk.length; ) {
          const piece = chunk.subarray(at, at + GATHERED - size)
          gathered.set(piece, size)
          size += piece.length
          at += piece.length
          if (size === GATHERED) await flush()
        }
      },
      async finish() {
        await flush()
        gathered = new Uint8Array()
        return spooledBlob(new Blob(blobs, { type: TYPE }))
      },
      discard() {
        blobs = []
        return Promise.resolve()
      },
    }
  },
  join: (parts) => spooledBlob(new Blob(parts.map((part) => (part instanceof Uint8Array ? (part as Uint8Array<ArrayBuffer>) : part.blob)), { type: TYPE })),
}
