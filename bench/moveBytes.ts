import { timed } from './measure'

/** Writes bytes to a new OPFS file, flushed, and reads them back: the floors of everything that moves a whole book. */
export async function moveBytes(bytes: Uint8Array<ArrayBuffer>): Promise<{ write: number; read: number }> {
  const root = await navigator.storage.getDirectory()
  const file = await (await root.getFileHandle('bench-bytes', { create: true })).createSyncAccessHandle()
  file.truncate(0)
  const write = await timed(() => {
    file.write(bytes, { at: 0 })
    file.flush()
  })
  const back = new Uint8Array(bytes.length)
  const read = await timed(() => file.read(back, { at: 0 }))
  file.close()
  await root.removeEntry('bench-bytes')
  return { write: write.ms, read: read.ms }
}
