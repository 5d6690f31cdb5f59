import type { BookHead } from './bookHead'
import type { ChangedPages, StorageFailure } from './storage'

/**
 * Why a home that holds `stored` must not be written with `head`; null when it may. Pages alone may only go onto the
 * very state that they were changed since: anything else there is either newer than this window knows, or what a window
 * wrote late, after it had been fenced out, and is then replaced as a whole (`StoredDataDamaged` asks for that).
 */
export function homeRefusalOf(stored: BookHead | null, head: BookHead, changed: ChangedPages | null, medium: string): StorageFailure | null {
  if (stored && (stored.epoch > head.epoch || (stored.epoch === head.epoch && stored.generation > head.generation))) return { type: 'WrittenElsewhere' }
  if (!changed) return null
  if (!stored) return { type: 'StoredDataDamaged', medium, detail: 'nothing stored' }
  if (stored.epoch === head.epoch && stored.generation === head.generation) return { type: 'WrittenElsewhere' }
  const isExpected = stored.epoch === changed.since.epoch && stored.generation === changed.since.generation
  return isExpected ? null : { type: 'StoredDataDamaged', medium, detail: 'another state than the pages belong to' }
}
