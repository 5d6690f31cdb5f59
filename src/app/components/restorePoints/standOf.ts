import type { LinePoint } from '../../../core/book/lineage'

/** How a generation of this device stands to the book now. */
export interface Stand {
  /** The book left the line that it was written on (by a restore, or by undoing one). */
  readonly aside: boolean
  /** Changes that the book made since it, or (aside) since it left that line: what going back takes away. */
  readonly changes: number
}

/**
 * Tells it by the book's lineage. On one device a generation is written once, so its number names its branch; the switch
 * to another state, which begins a branch, is nobody's change and is not counted.
 */
export function standOf(generation: number, book: LinePoint): Stand {
  const { lineage } = book
  const lastOf = (i: number) => lineage[i + 1]?.after ?? book.generation
  let own = lineage.length - 1
  while (own > 0 && (lineage[own]?.from ?? 0) > generation) own--
  const aside = generation > lastOf(own)
  let changes = Math.max(0, lastOf(own) - generation)
  for (let i = own + 1; i < lineage.length; i++) changes += Math.max(0, lastOf(i) - (lineage[i]?.from ?? 0))
  return { aside, changes }
}
