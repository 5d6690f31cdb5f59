import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the next release says in its `<html data-build>`. */
export const NEXT_BUILD = 'next'

/**
 * Makes the copy of a build into one that a browser takes for a newer release: its page is another one, and its service
 * worker lists that page under another revision.
 */
export async function markAsNextBuild(folder: string): Promise<void> {
  await rewrite(join(folder, 'index.html'), /<html /, `<html data-build="${NEXT_BUILD}" `)
  await rewrite(join(folder, 'serviceWorker.js'), /(\{[^{}]*)"revision":"[0-9a-f]+"([^{}]*"url":"index\.html"|,"url":"index\.html")/, '$1"revision":"next"$2')
}

async function rewrite(path: string, pattern: RegExp, replacement: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  if (!pattern.test(text)) throw new Error(`${path} has nothing like ${String(pattern)}`)
  await writeFile(path, text.replace(pattern, replacement))
}
