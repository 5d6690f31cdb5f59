import { uint32At } from '../fileBytes'
import { pageStart, type DamagedPages } from './damagedPages'

/** The pages that nothing uses. `isWhole` where their list is as long as the header says. */
export interface FreePages {
  readonly numbers: ReadonlySet<number>
  readonly isWhole: boolean
}

/**
 * Follows the list of free pages as far as it makes sense: what they hold was deleted and is not brought back. A list
 * that leads into a page in use, in a circle or out of the file ends there. https://sqlite.org/fileformat2.html#the_freelist
 */
export function findFreePages(pages: DamagedPages): FreePages {
  const { bytes, count, usable, freelist } = pages
  const numbers = new Set<number>()
  const inFile = (number: number) => number >= 2 && number <= count
  let trunk = freelist.first
  let isWhole = true
  while (trunk !== 0) {
    const start = pageStart(pages, trunk)
    const leaves = inFile(trunk) ? uint32At(bytes, start + 4) : 0
    const next = inFile(trunk) ? uint32At(bytes, start) : 0
    if (!inFile(trunk) || numbers.has(trunk) || leaves > usable / 4 - 2 || (next !== 0 && !inFile(next))) {
      isWhole = false
      break
    }
    numbers.add(trunk)
    for (let i = 0; i < leaves; i++) {
      const leaf = uint32At(bytes, start + 8 + i * 4)
      if (inFile(leaf)) numbers.add(leaf)
      else isWhole = false
    }
    trunk = next
  }
  return { numbers, isWhole: isWhole && pages.headerIsWhole && numbers.size === freelist.count }
}

/** The pages of an auto_vacuum database that only point back to parents: https://sqlite.org/fileformat2.html#pointer_map_or_ptrmap_pages */
export function isPointerMap(pages: DamagedPages, number: number): boolean {
  return pages.hasPointerMap && number >= 2 && (number - 2) % (Math.floor(pages.usable / 5) + 1) === 0
}
