import type { Failure } from '../../base/failure'
import { fail, ok } from '../../base/result'
import type { OpenWrapper } from '../fileContents'
import { ArchiveError, type ReadArchive } from './readArchive'

/** Opens the member at `index` of an archive; those before it are passed over, those after it never read. */
export function openMember(readArchive: ReadArchive, index: number): OpenWrapper {
  return (chunks) => {
    let failure: Failure | null = null
    async function* member(): AsyncGenerator<Uint8Array> {
      try {
        let at = 0
        for await (const { chunks: bytes } of readArchive(chunks)) {
          if (at++ !== index) continue
          yield* bytes
          return
        }
        failure = { type: 'Damaged', detail: 'The archive became shorter while it was read.' }
      } catch (error) {
        if (!(error instanceof ArchiveError)) throw error
        failure = { type: 'Damaged', detail: error.message }
      }
    }
    return ok({ chunks: member(), outcome: () => (failure ? fail(failure) : ok()) })
  }
}
