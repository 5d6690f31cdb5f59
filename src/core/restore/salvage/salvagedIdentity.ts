import type { Instant } from '../../base/clock'
import { createId, type RandomBytes } from '../../base/id'
import type { BookIdentity } from '../../book/bookHead'
import type { Salvaged } from './finishContents'

/** The book that salvaged records are to begin. An empty name takes that of the backup, where it could be read, or else the file's. */
export interface SalvagedBook {
  readonly name: string
  /** For files that do not say it. */
  readonly currency: string
  readonly at: Instant
}

/** A book of its own for what was salvaged: it is no backup of anything any more, whatever it came from. */
export function createSalvagedIdentity({ manifest, asleep }: Salvaged, { name, currency, at }: SalvagedBook, fileName: string, randomBytes: RandomBytes): BookIdentity {
  return {
    bookId: createId(randomBytes),
    name: name || manifest?.book.name || fileName,
    createdAt: at,
    currency: manifest?.book.currency ?? currency,
    lineage: [{ branch: createId(randomBytes), from: 1, after: 0 }],
    asleep,
    samples: [],
    ...(manifest?.book.layout === undefined ? {} : { layout: manifest.book.layout }),
  }
}
