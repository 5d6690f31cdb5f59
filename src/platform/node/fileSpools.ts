import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, ok } from '../../core/base/result'
import { joinFiles } from '../../core/backup/joinFiles'
import { SpoolError, type SpooledFile, type SpoolStore } from '../../core/backup/spool'
import { readFully } from './nodeFileSource'
import { isNoRoom, systemErrorToReason } from './systemError'

const MEDIUM = 'temporary file'

function toSpoolError(error: unknown): SpoolError {
  return new SpoolError(isNoRoom(error) ? { type: 'StorageFull' } : { type: 'StorageUnavailable', medium: MEDIUM, reason: systemErrorToReason(error) })
}

/** A new file that only this account can read, and that has no name any more where the system allows it: then nothing is left of it after a kill. */
async function openNameless(): Promise<{ handle: FileHandle; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'nightsafe-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const handle = await open(join(folder, 'spool'), 'wx+', 0o600)
    if (process.platform !== 'win32') await remove()
    return { handle, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

function spooledFile(handle: FileHandle, size: number, discard: () => Promise<void>): SpooledFile {
  return {
    name: '',
    size,
    async read(from, to) {
      try {
        const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from))
        const done = await readFully(handle, bytes, from)
        return done < bytes.length ? fail({ type: 'FileUnreadable', reason: 'The temporary file became shorter.' }) : ok(bytes)
      } catch (error) {
        return fail({ type: 'FileUnreadable', reason: systemErrorToReason(error) })
      }
    },
    discard,
  }
}

/** Spools of temporary files, in the system's folder for these: what is in them may be of a backup that is to be encrypted. */
export const fileSpools: SpoolStore = {
  open() {
    let opened: Awaited<ReturnType<typeof openNameless>> | null = null
    let size = 0
    async function discard(): Promise<void> {
      const kept = opened
      opened = null
      await kept?.handle.close()
      await kept?.remove()
    }
    async function handleOf(): Promise<FileHandle> {
      opened ??= await openNameless()
      return opened.handle
    }
    return {
      async write(chunk) {
        try {
          const handle = await handleOf()
          for (let at = 0; at < chunk.length; ) {
            const { bytesWritten } = await handle.write(chunk, at, chunk.length - at, size)
            at += bytesWritten
            size += bytesWritten
          }
        } catch (error) {
          throw toSpoolError(error)
        }
      },
      async finish() {
        try {
          return spooledFile(await handleOf(), size, discard)
        } catch (error) {
          throw toSpoolError(error)
        }
      },
      discard,
    }
  },
  join: joinFiles,
}
