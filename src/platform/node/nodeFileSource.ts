import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Failure } from '../../core/base/failure'
import type { FileSource } from '../../core/base/fileSource'
import { fail, ok, type Result } from '../../core/base/result'
import { systemErrorToReason } from './systemError'

type Unreadable = Extract<Failure, { type: 'FileUnreadable' }>

/** A file on disk, kept open until `close`. */
export interface NodeFileSource extends FileSource {
  close(): Promise<void>
}

/** Reads until `bytes` are full or the file ends; gives how many were read. */
export async function readFully(handle: FileHandle, bytes: Uint8Array, from: number): Promise<number> {
  let done = 0
  while (done < bytes.length) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, from + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return done
}

/** Opens a file for reading in pieces. Fails with `FileUnreadable` when it is missing, a folder, or not allowed. */
export async function openNodeFileSource(path: string): Promise<Result<NodeFileSource, Unreadable>> {
  const unreadable = (error: unknown) => fail<Unreadable>({ type: 'FileUnreadable', reason: systemErrorToReason(error) })
  try {
    const handle = await open(path, 'r')
    const stat = await handle.stat()
    if (!stat.isFile()) {
      await handle.close()
      return fail({ type: 'FileUnreadable', reason: 'It is a folder or a device, not a file.' })
    }
    return ok({
      name: basename(path),
      size: stat.size,
      async read(from, to) {
        try {
          const bytes = new Uint8Array(Math.max(0, Math.min(to, stat.size) - from))
          const done = await readFully(handle, bytes, from)
          return done < bytes.length ? fail({ type: 'FileUnreadable', reason: 'The file became shorter while it was read.' }) : ok(bytes)
        } catch (error) {
          return unreadable(error)
        }
      },
      close: () => handle.close(),
    })
  } catch (error) {
    return unreadable(error)
  }
}
