// Runs other programs from the project's folder, the same on every system.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs a program and waits for it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, shell?: boolean }} [how]
 * @returns {number} its exit code; 1 when it could not be started or was killed
 */
export function run(command, args, { env = {}, shell = false } = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env }, shell })
  if (result.error) console.error(result.error.message)
  return result.status ?? 1
}

/**
 * Runs the JavaScript of a package that is installed.
 * @param {string} script path inside node_modules
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 * @returns {number} its exit code
 */
export function runPackage(script, args, env = {}) {
  return run(process.execPath, [`node_modules/${script}`, ...args], { env })
}

/**
 * Runs npm: the one that started us, else the one on the path.
 * @param {readonly string[]} args
 * @returns {number} its exit code
 */
export function runNpm(args) {
  const script = process.env.npm_execpath
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args])
  // On Windows npm is a .cmd file, which only a shell starts.
  return run('npm', args, { shell: process.platform === 'win32' })
}
