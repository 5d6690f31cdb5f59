import { readFile, readdir, writeFile } from 'node:fs/promises'

/** Runs in the page, before anything of the app: keeps every long task. */
export function watchLongTasks() {
  const tasks = /** @type {number[]} */ ([])
  Object.assign(globalThis, { longTasks: tasks })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration)
  }).observe({ type: 'longtask', buffered: true })
}

/** @param {string} id @param {string} field */
const statusOf = async (id, field) => new RegExp(`${field}:\\s+([0-9]+)`).exec(await readFile(`/proc/${id}/status`, 'utf8').catch(() => ''))?.[1]

/** The process ids of a browser's pages with their workers, told by the folder of its profile; none where there is no /proc. @param {string} profile */
async function pageProcesses(profile) {
  if (process.platform !== 'linux') return []
  const ids = (await readdir('/proc')).filter((name) => /^[0-9]+$/.test(name))
  const lines = await Promise.all(ids.map(async (id) => ({ id, line: await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '') })))
  const browser = lines.find(({ line }) => line.includes(`--user-data-dir=${profile}`) && !line.includes('--type='))?.id
  const parents = new Map(await Promise.all(lines.map(async ({ id }) => /** @type {const} */ ([id, await statusOf(id, 'PPid')]))))
  /** @type {(id: string | undefined) => boolean} */
  const isOfBrowser = (id) => id !== undefined && id !== '0' && (id === browser || isOfBrowser(parents.get(id)))
  return browser === undefined ? [] : lines.filter(({ id, line }) => line.includes('--type=renderer') && isOfBrowser(id)).map(({ id }) => id)
}

/** Begins to count anew what a browser's pages hold at most. @param {string} profile */
export async function resetHighWater(profile) {
  for (const id of await pageProcesses(profile)) await writeFile(`/proc/${id}/clear_refs`, '5').catch(() => undefined)
}

/** Megabytes that the largest page of a browser, with its workers, has held at most since; null where it cannot be told. @param {string} profile */
export async function highWater(profile) {
  const kilobytes = await Promise.all((await pageProcesses(profile)).map(async (id) => Number((await statusOf(id, 'VmHWM')) ?? 0)))
  return kilobytes.length === 0 ? null : Math.max(...kilobytes) / 1000
}
