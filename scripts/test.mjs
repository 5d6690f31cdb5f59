// `npm test`: everything that CI does, in order, stopping at the first failure.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installIfNeeded } from './install.mjs'
import { chromiumOrExit } from './chromium.mjs'
import { ROOT, runPackage } from './run.mjs'

const REPORTS = '.cache/tests'
const started = Date.now()

installIfNeeded()
const chromium = chromiumOrExit()
console.log(`Chromium: ${chromium}`)
rmSync(join(ROOT, REPORTS), { recursive: true, force: true })
mkdirSync(join(ROOT, REPORTS), { recursive: true })

/** @type {readonly (readonly [name: string, script: string, args: readonly string[], env?: Record<string, string>])[]} */
const steps = [
  ['types', 'vue-tsc/bin/vue-tsc.js', ['-b']],
  ['lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']],
  ['unused code', 'knip/bin/knip.js', []],
  ['unit and contract tests', 'vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORTS}/vitest.json`]],
  ['build', 'vite/bin/vite.js', ['build', '--logLevel', 'warn']],
  ['size', 'size-limit/bin.js', []],
  [
    'browser tests',
    '@playwright/test/cli.js',
    ['test', '--reporter=list,json'],
    { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: `${REPORTS}/playwright.json` },
  ],
]

for (const [name, script, args, env] of steps) {
  const begun = Date.now()
  console.log(`\n── ${name}`)
  const status = runPackage(script, args, env)
  const seconds = ((Date.now() - begun) / 1000).toFixed(1)
  if (status !== 0) finish(`${name} FAILED after ${seconds} s`, 1)
  console.log(`── ${name}: good, ${seconds} s`)
}
finish('Everything is good', 0)

/**
 * Prints the closing lines and ends the process. A step that fails without a failed test counts as one.
 * @param {string} line
 * @param {0 | 1} status
 * @returns {never}
 */
function finish(line, status) {
  const unit = readReport('vitest.json')
  const browser = readReport('playwright.json')?.stats
  const passed = (unit?.numPassedTests ?? 0) + (browser?.expected ?? 0)
  const failed = (unit?.numFailedTests ?? 0) + (browser?.unexpected ?? 0) + (browser?.flaky ?? 0)
  console.log(`\n${line}, ${((Date.now() - started) / 1000).toFixed(0)} s in all`)
  console.log(`${passed} passed, ${status === 0 ? failed : Math.max(failed, 1)} failed`)
  process.exit(status)
}

/**
 * @param {string} name
 * @returns {any} null when that step has not run
 */
function readReport(name) {
  try {
    return JSON.parse(readFileSync(join(ROOT, REPORTS, name), 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
