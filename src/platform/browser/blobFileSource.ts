import type { FileSource } from '../../core/base/fileSource'
import { fail, ok } from '../../core/base/result'

/** A chosen or dropped file, read in pieces. A file that was moved or changed meanwhile is `FileUnreadable`. */
export function blobFileSource(blob: Blob, name: string): FileSource {
  return {
    name,
    size: blob.size,
    async read(from, to) {
      try {
        return ok(new Uint8Array(await blob.slice(from, to).arrayBuffer()))
      } catch (error) {
        if (error instanceof DOMException) return fail({ type: 'FileUnreadable', reason: error.name })
        throw error
      }
    },
  }
}
