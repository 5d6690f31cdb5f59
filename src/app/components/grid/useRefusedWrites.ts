import { computed, shallowReactive } from 'vue'
import type { RefusedWrite } from './useRangeWrite'

/** By book and table: what was refused stays while the person looks elsewhere, until it is mended or given up. */
const kept = shallowReactive(new Map<string, RefusedWrite>())

/** What was refused last in a table; null once it is mended or given up. */
export function useRefusedWrites(bookId: () => string | null, table: () => string) {
  const id = () => JSON.stringify([bookId(), table()])
  const refused = computed(() => kept.get(id()) ?? null)

  function keepRefused(write: RefusedWrite | null): void {
    if (write) kept.set(id(), write)
    else kept.delete(id())
  }

  return { refused, keepRefused }
}
