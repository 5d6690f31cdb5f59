import type { Witness } from '../../core/book/storage'
import type { WitnessStore } from './createClient'

const PREFIX = 'nightsafe-witness-'

function parseWitness(bookId: string, text: string | null): Witness {
  // a witness that cannot be read still tells that the book was here
  const unreadable = { bookId, name: '', generation: 0 }
  if (!text) return unreadable
  const at = text.indexOf(' ')
  const generation = Number(text.slice(0, at))
  return at > 0 && Number.isSafeInteger(generation) ? { bookId, generation, name: text.slice(at + 1) } : unreadable
}

/** Witnesses in localStorage: `<generation> <name>` under a key for each book. A full or forbidden storage goes without. */
export function createLocalWitnesses(storage: Storage): WitnessStore {
  return {
    readAll() {
      const found: Witness[] = []
      for (let i = 0; i < storage.length; i++) {
        const key = storage.key(i)
        if (key?.startsWith(PREFIX)) found.push(parseWitness(key.slice(PREFIX.length), storage.getItem(key)))
      }
      return found
    },
    write({ bookId, name, generation }) {
      try {
        storage.setItem(PREFIX + bookId, `${generation} ${name}`)
      } catch (error) {
        // an older witness is a weaker one, not a wrong one
        if (!(error instanceof DOMException)) throw error
      }
    },
    remove: (bookId) => storage.removeItem(PREFIX + bookId),
  }
}
