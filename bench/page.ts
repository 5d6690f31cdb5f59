import * as Comlink from 'comlink'
import type { BenchApi } from './benchWorker'

// the longest task of the page's own thread while something is measured: what a person would feel as stutter
let longest = 0
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration)
}).observe({ type: 'longtask' })

// The page only starts workers: `freshBench()` gives a new one, so that no measurement inherits another's memory.
Object.assign(globalThis, {
  longestTask: () => longest,
  bench: async <K extends keyof BenchApi>(name: K, ...args: Parameters<BenchApi[K]>): Promise<unknown> => {
    const worker = new Worker(new URL('./benchWorker.ts', import.meta.url), { type: 'module' })
    const remote = Comlink.wrap<BenchApi>(worker) as unknown as Record<K, (...values: Parameters<BenchApi[K]>) => Promise<unknown>>
    try {
      return await remote[name](...args)
    } finally {
      worker.terminate()
    }
  },
})
