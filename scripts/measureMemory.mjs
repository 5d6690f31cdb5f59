// How much the largest backups take in memory, each measured in a process of its own.
import { fork } from 'node:child_process'

/**
 * @typedef {{ records: number, kind: string, form: string, bookMegabytes: number, fileMegabytes: number,
 *   figures: { what: string, seconds: number, megabytes: number, aboveTheBook: number }[] }} MemoryFigures
 */

/**
 * Writes and reads back one backup of so many megabytes; see `bench/node/measureMemory.ts`.
 * @param {number} megabytes @param {'db' | 'json'} form @param {'small' | 'long' | 'pictures'} kind
 * @returns {Promise<MemoryFigures>}
 */
export function measureMemory(megabytes, form, kind) {
  return new Promise((resolve, reject) => {
    const child = fork('bench/node/measureMemory.ts', [String(megabytes), form, kind], { execArgv: ['--expose-gc', '--import', 'tsx'] })
    /** @type {MemoryFigures | null} */
    let figures = null
    child.on('message', (message) => (figures = /** @type {MemoryFigures} */ (message)))
    child.once('error', reject)
    child.once('exit', (code) => (figures ? resolve(figures) : reject(new Error(`measuring memory ended with ${code}`))))
  })
}
