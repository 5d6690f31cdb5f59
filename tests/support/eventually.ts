import { vi } from 'vitest'

/** Waits until a check passes; patient enough for a machine that is busy with something else. */
export function eventually<T>(check: () => T | Promise<T>, timeout: number | { timeout?: number; interval?: number } = 15_000): Promise<T> {
  return vi.waitFor(check, timeout)
}
