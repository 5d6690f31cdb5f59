import { sha256Hex } from '../../src/core/base/sha256'
import type { BookHead } from '../../src/core/book/bookHead'
import { PAGE_SIZE, type Page } from '../../src/core/book/sqlEngine'
import type { Commit } from '../../src/core/book/storage'
import type { Random } from './random'
import { identity, instant } from './sessions'

/** A book without SQL: bytes that change page by page, as the ports see them. */
export function createModelBook(random: Random, pages: number) {
  let bytes = random.bytes(pages * PAGE_SIZE)
  let head: BookHead = { identity, generation: 1, epoch: 1, size: bytes.length, changedAt: instant() }
  return {
    get head() {
      return head
    },
    get bytes() {
      return bytes
    },
    get print() {
      return printOf({ head, bytes })
    },
    read: (from: number, to: number) => bytes.slice(from, to),
    /** Goes on under a new epoch. */
    raiseEpoch() {
      head = { ...head, epoch: head.epoch + 1 }
    },
    /** Changes some pages, sometimes the size, sometimes the identity. */
    change(): Commit {
      const before = bytes.length / PAGE_SIZE
      const count = random.chance(0.3) ? random.int(1, before + 20) : before
      const next = new Uint8Array(count * PAGE_SIZE)
      next.set(bytes.subarray(0, next.length))
      const numbers = new Set<number>()
      for (let i = before; i < count; i++) numbers.add(i)
      for (let i = random.int(0, 3); i > 0; i--) numbers.add(random.int(0, count - 1))
      const changed: Page[] = [...numbers].sort((a, b) => a - b).map((number) => ({ number, bytes: random.bytes(PAGE_SIZE) }))
      for (const page of changed) next.set(page.bytes, page.number * PAGE_SIZE)
      bytes = next
      const renamed = random.chance(0.2) ? { ...head.identity, name: `Book ${random.int(1, 99)}` } : head.identity
      head = { identity: renamed, generation: head.generation + 1, epoch: head.epoch, size: bytes.length, changedAt: instant(head.generation) }
      return { head, changes: { size: bytes.length, pages: changed } }
    },
  }
}

/** A stored book in a form that is quickly compared and shown. */
export const printOf = (book: { head: BookHead; bytes: Uint8Array } | null) => book && { head: book.head, size: book.bytes.length, sha256: sha256Hex(book.bytes) }
