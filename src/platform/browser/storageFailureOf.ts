import type { StorageFailure } from '../../core/book/storage'

/** Names of the exceptions by which browsers tell what is wrong with storage, and what they mean here. */
const MEANINGS: Readonly<Record<string, 'full' | 'lost' | 'unavailable'>> = {
  QuotaExceededError: 'full',
  // the site's data was cleared, the file was removed, or the connection was closed under us
  InvalidStateError: 'lost',
  NotFoundError: 'lost',
  NotReadableError: 'lost',
  UnknownError: 'lost',
  AbortError: 'lost',
  TransactionInactiveError: 'lost',
  // another window holds the file, or this context may not have storage at all
  NoModificationAllowedError: 'unavailable',
  SecurityError: 'unavailable',
  NotAllowedError: 'unavailable',
  NotSupportedError: 'unavailable',
  InvalidAccessError: 'unavailable',
  TypeMismatchError: 'unavailable',
  VersionError: 'unavailable',
}

/** What an exception of the platform's storage means; anything that is none of those is a bug and thrown again. */
export function storageFailureOf(error: unknown, medium: string): StorageFailure {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  const meaning = MEANINGS[name]
  if (meaning === 'full') return { type: 'StorageFull' }
  if (meaning === 'lost') return { type: 'StorageLost', medium }
  if (meaning === 'unavailable') return { type: 'StorageUnavailable', medium, reason: name }
  throw error
}
