import { fail, ok } from '../../core/base/result'
import { homeRefusalOf } from '../../core/book/homeRefusal'
import { PAGE_SIZE, type Page } from '../../core/book/sqlEngine'
import type { PageHome } from '../../core/book/storage'
import { memoryBookOf, usedBytes, type MemoryDevice, type MemoryHomeRecord, type MemoryWindow } from './memoryDevice'
import { createStorageCalls } from './memoryWindow'

/** A home in memory. */
export function createMemoryPageHome(device: MemoryDevice, window: MemoryWindow, bookId: string): PageHome {
  const call = createStorageCalls(device, window, bookId, 'home')
  const book = () => memoryBookOf(device, bookId)
  const damaged = (detail: string) => fail({ type: 'StoredDataDamaged', medium: 'home', detail } as const)

  return {
    readHead: () => call('readHead', () => ok(book().home?.head ?? null)),
    load: () =>
      call('load', () => {
        const { home } = book()
        if (!home) return ok(null)
        return home.damaged ? damaged('damaged on purpose') : ok({ head: home.head, bytes: home.bytes.slice() })
      }),
    verify: () => call('verify', () => (book().home?.damaged ? damaged('damaged on purpose') : ok())),
    save(head, changed, read) {
      // the bytes of this moment, as a transaction would clone them
      const wanted = changed ? changed.pages.filter((number) => number * PAGE_SIZE < head.size) : Array.from({ length: Math.ceil(head.size / PAGE_SIZE) }, (_, i) => i)
      const pages: Page[] = wanted.map((number) => ({ number, bytes: new Uint8Array(read(number * PAGE_SIZE, Math.min((number + 1) * PAGE_SIZE, head.size))) }))
      return call('save', () => {
        const stored = book().home
        const refusal = homeRefusalOf(stored?.head ?? null, head, changed, 'home')
        if (refusal) return fail(refusal)
        const kept: MemoryHomeRecord = changed && stored ? stored : { head, bytes: new Uint8Array(0), generations: new Map(), damaged: false }
        if (usedBytes(device) - (stored?.bytes.length ?? 0) + head.size > device.quota) return fail({ type: 'StorageFull' })
        const bytes = new Uint8Array(head.size)
        bytes.set(kept.bytes.subarray(0, head.size))
        const generations = new Map([...kept.generations].filter(([number]) => number * PAGE_SIZE < head.size))
        for (const page of pages) {
          bytes.set(page.bytes, page.number * PAGE_SIZE)
          generations.set(page.number, head.generation)
        }
        book().home = { head: structuredClone(head), bytes, generations, damaged: kept.damaged }
        return ok()
      })
    },
    changesAfter: (after) =>
      call('changesAfter', () => {
        const { home } = book()
        if (!home || home.head.generation <= after) return ok(null)
        if (home.damaged) return damaged('damaged on purpose')
        const pages = [...home.generations]
          .filter(([, generation]) => generation > after)
          .map(([number]) => ({ number, bytes: home.bytes.slice(number * PAGE_SIZE, (number + 1) * PAGE_SIZE) }))
          .sort((a, b) => a.number - b.number)
        return ok({ head: home.head, changes: { size: home.head.size, pages } })
      }),
    close: () => undefined,
    destroy() {
      book().home = null
      return Promise.resolve()
    },
  }
}
