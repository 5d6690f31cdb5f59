import { computed, shallowRef } from 'vue'
import type { Failure } from '../../../core/base/failure'
import type { Result } from '../../../core/base/result'

const WINDOW = 100
/** Windows that are kept: enough for scrolling back a little, never the whole of a long list. */
const KEPT = 40
const AT_ONCE = 2

/**
 * A long list of which only windows are here. Call `look` with what is on the screen: what is missing is asked for, and of
 * a quick scroll only where it came to rest. `again` forgets everything, for another question.
 */
export function useWindows<Row>(read: (from: number, count: number) => Promise<Result<{ rows: readonly Row[]; total: number }, Failure>>, onFailure: (failure: Failure) => void) {
  const windows = new Map<number, readonly Row[]>()
  const asked = new Set<number>()
  const total = shallowRef<number | null>(null)
  /** Grows whenever rows arrive: what is shown depends on it. */
  const arrived = shallowRef(0)
  let wanted = { first: 0, last: 0 }
  let turn = 0

  function forgetFar(): void {
    for (const window of windows.keys()) {
      if (windows.size <= KEPT) return
      if (window < wanted.first || window > wanted.last) windows.delete(window)
    }
  }

  async function ask(window: number): Promise<void> {
    const mine = turn
    asked.add(window)
    const result = await read(window * WINDOW, WINDOW)
    if (mine !== turn) return
    asked.delete(window)
    if (!result.ok) {
      onFailure(result.failure)
      return
    }
    windows.set(window, result.value.rows)
    total.value = result.value.total
    arrived.value++
    forgetFar()
    pump()
  }

  function pump(): void {
    for (let window = wanted.first; window <= wanted.last && asked.size < AT_ONCE; window++) {
      const isBeyond = total.value !== null && window > 0 && window * WINDOW >= total.value
      if (!isBeyond && !windows.has(window) && !asked.has(window)) void ask(window)
    }
  }

  function look(first: number, last: number): void {
    wanted = { first: Math.floor(Math.max(0, first) / WINDOW), last: Math.floor(Math.max(0, last) / WINDOW) }
    pump()
  }

  function again(): void {
    turn++
    windows.clear()
    asked.clear()
    wanted = { first: 0, last: 0 }
    arrived.value++
    pump()
  }

  const rowAt = computed(() => {
    void arrived.value
    return (index: number): Row | null => windows.get(Math.floor(index / WINDOW))?.[index % WINDOW] ?? null
  })

  return { total, rowAt, look, again }
}
