import * as Comlink from 'comlink'
import type { BenchApi } from './benchWorker'

// The page only starts workers: `freshBench()` gives a new one, so that no measurement inherits another's memory.
Object.assign(globalThis, {
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
