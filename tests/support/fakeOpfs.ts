/** Thrown where a simulated process dies: nothing of it runs on. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

type Pending = { at: number; bytes: Uint8Array<ArrayBuffer> } | { size: number }

/** A file: what the program sees, what the disk holds, and what was written but not flushed. */
export class FakeFile {
  content: Uint8Array<ArrayBuffer> = new Uint8Array(0)
  durable: Uint8Array<ArrayBuffer> = new Uint8Array(0)
  pending: Pending[] = []
  isLocked = false
}

function applyTo(content: Uint8Array<ArrayBuffer>, change: Pending, upTo = Infinity): Uint8Array<ArrayBuffer> {
  const size = 'size' in change ? change.size : Math.max(content.length, change.at + Math.min(change.bytes.length, upTo))
  const next = new Uint8Array(size)
  next.set(content.subarray(0, size))
  if ('bytes' in change) next.set(change.bytes.subarray(0, upTo), change.at)
  return next
}

/** An origin private file system in memory, small: what the adapters use of it, with flushes that matter. */
export class FakeOpfs {
  readonly directories = new Map<string, Set<string>>([['', new Set()]])
  readonly files = new Map<string, FakeFile>()
  /** Called before every operation of a handle; may throw (a quota, a kill). */
  onOperation: (operation: 'write' | 'flush' | 'truncate', path: string) => void = () => undefined

  get root(): FileSystemDirectoryHandle {
    return directoryHandle(this, '') as unknown as FileSystemDirectoryHandle
  }

  /** The machine dies: of what was not flushed, `keep` decides how many changes, and how much of the next, got through. */
  crash(keep: (pending: number) => { changes: number; bytesOfNext: number } = () => ({ changes: 0, bytesOfNext: 0 })): void {
    for (const file of this.files.values()) {
      let content = file.durable
      const { changes, bytesOfNext } = keep(file.pending.length)
      file.pending.forEach((change, i) => {
        if (i < changes) content = applyTo(content, change)
        else if (i === changes && 'bytes' in change && bytesOfNext > 0) content = applyTo(content, change, bytesOfNext)
      })
      file.content = file.durable = content
      file.pending = []
      file.isLocked = false
    }
  }
}

const notFound = () => new DOMException('not found', 'NotFoundError')
const join = (path: string, name: string) => (path === '' ? name : `${path}/${name}`)

function directoryHandle(fs: FakeOpfs, path: string): object {
  const children = () => {
    const found = fs.directories.get(path)
    if (!found) throw notFound()
    return found
  }
  return {
    async getDirectoryHandle(name: string, { create = false } = {}) {
      await Promise.resolve()
      const child = join(path, name)
      if (!fs.directories.has(child)) {
        if (!create) throw notFound()
        children().add(name)
        fs.directories.set(child, new Set())
      }
      return directoryHandle(fs, child)
    },
    async getFileHandle(name: string, { create = false } = {}) {
      await Promise.resolve()
      const child = join(path, name)
      if (!fs.files.has(child)) {
        if (!create) throw notFound()
        children().add(name)
        fs.files.set(child, new FakeFile())
      }
      return fileHandle(fs, child)
    },
    async removeEntry(name: string, { recursive = false } = {}) {
      await Promise.resolve()
      const child = join(path, name)
      if (!children().has(name)) throw notFound()
      if (fs.files.get(child)?.isLocked) throw new DOMException('locked', 'NoModificationAllowedError')
      if ((fs.directories.get(child)?.size ?? 0) > 0 && !recursive) throw new DOMException('not empty', 'InvalidModificationError')
      children().delete(name)
      for (const key of [...fs.files.keys()]) if (key === child || key.startsWith(`${child}/`)) fs.files.delete(key)
      for (const key of [...fs.directories.keys()]) if (key === child || key.startsWith(`${child}/`)) fs.directories.delete(key)
    },
    async *keys() {
      await Promise.resolve()
      yield* [...children()]
    },
  }
}

function fileHandle(fs: FakeOpfs, path: string): object {
  const find = () => {
    const file = fs.files.get(path)
    if (!file) throw notFound()
    return file
  }
  return {
    async getFile() {
      await Promise.resolve()
      return new Blob([find().content])
    },
    async createSyncAccessHandle() {
      await Promise.resolve()
      const file = find()
      if (file.isLocked) throw new DOMException('locked', 'NoModificationAllowedError')
      file.isLocked = true
      let isOpen = true
      const check = () => {
        if (!isOpen || fs.files.get(path) !== file) throw new DOMException('closed', 'InvalidStateError')
      }
      function change(pending: Pending): void {
        file.pending.push(pending)
        file.content = applyTo(file.content, pending)
      }
      return {
        read(into: Uint8Array, { at = 0 } = {}) {
          check()
          const part = file.content.subarray(at, at + into.length)
          into.set(part)
          return part.length
        },
        write(bytes: Uint8Array, { at = 0 } = {}) {
          check()
          // as in a crash: the bytes are on their way when the process dies
          change({ at, bytes: new Uint8Array(bytes) })
          try {
            fs.onOperation('write', path)
          } catch (error) {
            if (!(error instanceof Killed)) file.content = file.pending.slice(0, -1).reduce((content, pending) => applyTo(content, pending), file.durable)
            if (!(error instanceof Killed)) file.pending.pop()
            throw error
          }
          return bytes.length
        },
        truncate(size: number) {
          check()
          fs.onOperation('truncate', path)
          change({ size })
        },
        flush() {
          check()
          fs.onOperation('flush', path)
          file.durable = file.content
          file.pending = []
        },
        getSize() {
          check()
          return file.content.length
        },
        close() {
          isOpen = false
          file.isLocked = false
        },
      }
    },
  }
}
