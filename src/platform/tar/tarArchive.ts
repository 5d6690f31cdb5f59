import type { ParsedTarEntry, TarHeader } from 'modern-tar'
import { ArchiveError, type ArchiveMember, type MemberKind, type ReadArchive } from '../../core/restore/unwrap/readArchive'
import { guardSource } from '../streams/guardSource'
import { iteratorToStream } from '../streams/iteratorToStream'
import { streamToIterator } from '../streams/streamToIterator'

function kindOf(type: TarHeader['type']): MemberKind {
  switch (type) {
    case undefined:
    case 'file': return 'file'
    case 'directory': return 'folder'
    case 'link':
    case 'symlink': return 'link'
    default: return 'special'
  }
}

async function* readBody(body: ReadableStream<Uint8Array>, toError: (error: unknown) => unknown): AsyncGenerator<Uint8Array> {
  try {
    yield* streamToIterator(body)
  } catch (error) {
    throw toError(error)
  }
}

function toMember({ header, body }: ParsedTarEntry, toError: (error: unknown) => unknown): ArchiveMember & { passOver(): Promise<void> } {
  const chunks = readBody(body, toError)
  let begun = false
  return {
    name: header.name,
    size: header.size,
    kind: kindOf(header.type),
    chunks: {
      [Symbol.asyncIterator]() {
        begun = true
        return chunks
      },
    },
    async passOver() {
      if (!begun) await body.cancel()
      else for await (const _ of chunks) continue
    },
  }
}

/** Reads tar archives with checksums and ends held to; the library is fetched when it is first used. */
export const readTarArchive: ReadArchive = async function* (source) {
  const { createTarDecoder } = await import('modern-tar')
  const guarded = guardSource(source)
  const toError = (error: unknown): unknown => {
    guarded.rethrow()
    return new ArchiveError('The archive is broken or cut short.', { cause: error })
  }
  const entries = streamToIterator(iteratorToStream(guarded.chunks).pipeThrough(createTarDecoder({ strict: true })))
  try {
    for (;;) {
      const next = await entries.next().catch((error: unknown) => {
        throw toError(error)
      })
      if (next.done) return
      const member = toMember(next.value, toError)
      yield member
      await member.passOver()
    }
  } finally {
    await entries.return(undefined)
  }
}
