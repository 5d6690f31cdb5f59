/** Milliseconds of one timed call, and what it gave. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; value: T }> {
  const from = performance.now()
  const value = await work()
  return { ms: performance.now() - from, value }
}

/** Median, 95th percentile and worst of some figures. */
export function spread(figures: readonly number[]): { median: number; p95: number; worst: number } {
  const sorted = [...figures].sort((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
  return { median: at(0.5), p95: at(0.95), worst: at(1) }
}
