import { open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Failure } from '../../core/base/failure'
import { createId, type RandomBytes } from '../../core/base/id'
import { fail, ok, type Result } from '../../core/base/result'
import { isNoRoom, systemErrorCode, systemErrorToReason } from './systemError'

async function flushFolder(path: string): Promise<void> {
  try {
    const folder = await open(dirname(path), 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch (error) {
    // Windows does not open folders; there the rename alone has to do
    if (systemErrorCode(error) === null) throw error
  }
}

async function writeFlushed(path: string, parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<number> {
  const file = await open(path, 'wx')
  let size = 0
  try {
    for await (const part of parts) {
      await file.writeFile(part)
      size += part.length
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return size
}

/**
 * Writes a file in full or not at all: to a temporary name beside it, flushed, read back by `check`, and only then
 * renamed. Gives its bytes. Fails with `StorageFull`, `StorageUnavailable`, or what `check` failed with.
 */
export async function writeVerifiedFile(
  path: string, parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, randomBytes: RandomBytes, check: (path: string) => Promise<Result<unknown, Failure>>,
): Promise<Result<number, Failure>> {
  const temporary = `${path}.${createId(randomBytes).slice(0, 8)}.partial`
  let left = true
  try {
    const size = await writeFlushed(temporary, parts)
    const checked = await check(temporary)
    if (!checked.ok) return checked
    await rename(temporary, path)
    left = false
    await flushFolder(path)
    return ok(size)
  } catch (error) {
    if (isNoRoom(error)) return fail({ type: 'StorageFull' })
    return fail({ type: 'StorageUnavailable', medium: path, reason: systemErrorToReason(error) })
  } finally {
    if (left) {
      await unlink(temporary).catch((error: unknown) => {
        if (systemErrorCode(error) !== 'ENOENT') throw error
      })
    }
  }
}
