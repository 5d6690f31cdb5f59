import { equalBytes } from '../base/bytes'
import { PAGE_SIZE, type Page, type PageChanges } from './sqlEngine'

/** Whether two pages hold the same bytes; four at a time where they lie so in memory. */
export function equalPages(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  if (a.byteOffset % 4 || b.byteOffset % 4 || a.length % 4) return equalBytes(a, b)
  const x = new Int32Array(a.buffer, a.byteOffset, a.length / 4)
  const y = new Int32Array(b.buffer, b.byteOffset, b.length / 4)
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false
  return true
}

/** The memory with these pages written to it; a larger one when they do not fit. What lies beyond the size is zero. */
export function patchMemory(memory: Uint8Array<ArrayBuffer>, size: number, changes: PageChanges): Uint8Array<ArrayBuffer> {
  let target = memory
  if (changes.size > memory.length) {
    target = new Uint8Array(changes.size + Math.min(changes.size >> 3, 16 * 1024 * 1024))
    target.set(memory.subarray(0, size))
  }
  for (const { number, bytes } of changes.pages) target.set(bytes, number * PAGE_SIZE)
  if (changes.size < size) target.fill(0, changes.size, Math.min(size, target.length))
  return target
}

/** Pages by their numbers, ascending. */
export function sortPages(pages: Page[]): Page[] {
  return pages.sort((a, b) => a.number - b.number)
}

/** Joins the changes of consecutive generations into one. */
export function joinChanges(changes: readonly PageChanges[]): PageChanges {
  const pages = new Map<number, PageChanges['pages'][number]>()
  for (const { size, pages: changed } of changes) {
    for (const number of pages.keys()) if (number * PAGE_SIZE >= size) pages.delete(number)
    for (const page of changed) pages.set(page.number, page)
  }
  return { size: changes.at(-1)?.size ?? 0, pages: [...pages.values()].sort((a, b) => a.number - b.number) }
}
