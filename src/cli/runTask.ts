import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { systemErrorCode } from '../platform/node/systemError'
import type { Task, TaskResult } from './task'

/** Seconds of computing that a file of this size may take: ten, and one more for each megabyte. */
export function timeLimitFor(bytes: number): number {
  return 10 + Math.ceil(bytes / 1_000_000)
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (systemErrorCode(error) !== null) return 0
    throw error
  }
}

/** The files that a task reads. */
function pathsOf(task: Task): string[] {
  switch (task.type) {
    case 'inspect': return [task.path]
    case 'convert':
    case 'salvage': return [task.from]
    case 'diff': return [task.here, task.other]
  }
}

/** tsx registers itself in the main thread only, so the thread begins with plain JavaScript that registers it there. */
const BOOT = `const { workerData } = require('node:worker_threads')
import(workerData.loader).then(({ register }) => (register(), import(workerData.entry))).catch((error) => process.nextTick(() => { throw error }))`

/** How often the time is looked at, and how much longer than its computing a task may take by the clock. */
const LOOK_MS = 100
const CLOCK_FACTOR = 20

/**
 * Runs a task in a thread of its own and ends it when its time is up, because SQLite cannot be interrupted from within.
 * What counts is time spent computing, so that a busy computer does not make a good file look like a bad one.
 */
export async function runTask(task: Task, seconds: number | null): Promise<TaskResult> {
  const sizes = await Promise.all(pathsOf(task).map(sizeOf))
  const limit = seconds ?? timeLimitFor(sizes.reduce((sum, size) => sum + size, 0))
  return new Promise((resolve, reject) => {
    const workerData = { task, loader: import.meta.resolve('tsx/esm/api'), entry: new URL('./taskWorker.ts', import.meta.url).href }
    const worker = new Worker(BOOT, { eval: true, execArgv: [], workerData })
    let timer: NodeJS.Timeout | undefined
    const done = (finish: () => void) => {
      clearInterval(timer)
      finish()
      void worker.terminate()
    }
    const watch = () => {
      const computing = process.cpuUsage()
      const begun = performance.now()
      timer = setInterval(() => {
        const { user, system } = process.cpuUsage(computing)
        if (user + system < limit * 1e6 && performance.now() - begun < limit * 1000 * CLOCK_FACTOR) return
        done(() => resolve({ type: 'failed', failure: { type: 'TimeLimit', seconds: limit } }))
      }, LOOK_MS)
    }
    worker.on('message', (message: TaskResult | 'begun') => {
      if (message === 'begun') watch()
      else done(() => resolve(message))
    })
    worker.once('error', (error) => done(() => reject(error)))
    worker.once('exit', () => done(() => reject(new Error('the thread ended without a result'))))
  })
}
