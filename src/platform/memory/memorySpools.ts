import { joinFiles } from '../../core/backup/joinFiles'
import type { SpoolStore } from '../../core/backup/spool'

/** Spools in memory, for tests. */
export const memorySpools: SpoolStore = {
  open() {
    let chunks: Uint8Array[] = []
    const discard = () => {
      chunks = []
      return Promise.resolve()
    }
    return {
      write(chunk) {
        chunks.push(chunk.slice())
        return Promise.resolve()
      },
      finish: () => Promise.resolve(joinFiles(chunks)),
      discard,
    }
  },
  join: joinFiles,
}
