import { concatBytes } from '../base/bytes'
import { memoryFileSource } from '../base/fileSource'
import { ok } from '../base/result'
import type { SpooledFile } from './spool'

/** Several files read as one, in order. Letting go of it lets go of all of them. */
export function joinFiles(parts: readonly (Uint8Array | SpooledFile)[]): SpooledFile {
  const files = parts.map((part) => (part instanceof Uint8Array ? { ...memoryFileSource('', part), discard: () => Promise.resolve() } : part))
  return {
    name: '',
    size: files.reduce((sum, file) => sum + file.size, 0),
    async read(from, to) {
      const found: Uint8Array<ArrayBuffer>[] = []
      let start = 0
      for (const file of files) {
        const [first, last] = [Math.max(from - start, 0), Math.min(to - start, file.size)]
        start += file.size
        if (first >= last) continue
        const read = await file.read(first, last)
        if (!read.ok) return read
        found.push(read.value)
        // what is missing in the middle must not be filled by what comes after it
        if (read.value.length < last - first) break
      }
      const [only] = found
      return ok(found.length === 1 && only ? only : concatBytes(found))
    },
    async discard() {
      for (const file of files) await file.discard()
    },
  }
}
