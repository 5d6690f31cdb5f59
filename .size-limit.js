// The budget of the first load, in gzipped bytes, everything counted (Vue too). Which files belong to which line follows
// from Vite's manifest, so that a chunk that moves cannot slip out of its budget. Run after a build: npm run size
import { readdirSync, readFileSync } from 'node:fs'

/** @type {Record<string, { file: string, imports?: string[], dynamicImports?: string[], css?: string[], isEntry?: boolean }>} */
const manifest = JSON.parse(readFileSync(new URL('dist/.vite/manifest.json', import.meta.url), 'utf8'))
const assets = readdirSync(new URL('dist/assets/', import.meta.url))

/** A chunk and all that it imports statically. */
function withImports(key, seen = new Set()) {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) withImports(next, seen)
  return seen
}
const filesOf = (keys) => keys.map((key) => `dist/${manifest[key].file}`)
const stylesOf = (keys) => keys.flatMap((key) => manifest[key].css ?? []).map((file) => `dist/${file}`)
const assetsLike = (pattern) => assets.filter((name) => pattern.test(name)).map((name) => `dist/assets/${name}`)

const shell = [...withImports('index.html')]
// The chunk with AG Grid in it; what it shares with forms is not its own.
const grid = Object.keys(manifest).filter((key) => /grid/i.test(manifest[key].file) && !shell.includes(key))
const worker = assetsLike(/^deviceWorker-.*\.js$/)
const wasm = assetsLike(/\.wasm$/)
// sql.js' glue is the wasm's other half. Each kind of worker has a copy of its own; the first load fetches one.
const glue = assetsLike(/^sql-wasm-browser-.*\.js$/).slice(0, 1)
const containing = (text) => assets.filter((name) => name.endsWith('.js') && readFileSync(new URL(`dist/assets/${name}`, import.meta.url), 'utf8').includes(text))
// what only some people ever load: told by words that only it holds, in chunks of its own
const lazily = (text) => containing(text).filter((name) => !/^(jobWorker|salvageJob)-/.test(name)).map((name) => `dist/assets/${name}`)
const age = lazily('AGE-SECRET-KEY-')
const excel = lazily('xl/sharedStrings')
const beforeWasm = [...new Set([...filesOf(shell), ...stylesOf(shell), ...worker])]
const precache = [...assets.map((name) => `dist/assets/${name}`), 'dist/*.{js,html,svg,png}', '!dist/screenshot-*.png']

const budget = (name, path, limit) => ({ name, path, limit, gzip: true })

export default [
  budget('shell, JS', filesOf(shell), '130 kB'),
  budget('shell, CSS', stylesOf(shell), '15 kB'),
  budget('device worker', worker, '25 kB'),
  budget('first load before wasm', beforeWasm, '170 kB'),
  budget('first load with wasm', [...beforeWasm, ...glue, ...wasm], '510 kB'),
  budget('grid, JS', filesOf(grid), '245 kB'),
  budget('grid, CSS', stylesOf(grid), '37 kB'),
  budget('age encryption', age, '50 kB'),
  budget('Excel files', excel, '36 kB'),
  budget('charts', lazily('doughnut'), '65 kB'),
  // fetched in the background once the first screen stands; everything in it works offline from then on
  budget('precache', precache, '1.6 MB'),
]
