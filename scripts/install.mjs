// Installs what package-lock.json names, when it is not there yet. Needs nothing but Node and npm.
import { readFileSync } from 'node:fs'
import { runNpm } from './run.mjs'

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 */

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage> | null} null when there is no such file
 */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).packages
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** True when node_modules holds every package that package-lock.json names; packages for other platforms may lack. */
function isInstalled() {
  const wanted = readLock('../package-lock.json')
  const present = readLock('../node_modules/.package-lock.json')
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = present[path]
    return found ? found.version === entry.version && found.integrity === entry.integrity : entry.optional === true
  })
}

/** Runs `npm ci` when something is missing or out of date; ends the process when that fails. */
export function installIfNeeded() {
  if (isInstalled()) return
  console.log('Installing what package-lock.json names (npm ci) …')
  const status = runNpm(['ci', '--no-fund', '--no-audit'])
  if (status !== 0) {
    console.error('\nnpm ci failed, see above. Nightsafe needs Node 20.19 or newer and the npm registry.')
    process.exit(status)
  }
}
