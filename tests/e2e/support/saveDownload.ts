import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@playwright/test'
import type { Page } from '@playwright/test'

/** A file that the app has given to the person. */
export interface SavedFile {
  readonly name: string
  readonly path: string
  readonly bytes: Buffer
}

/** Does what makes the app offer a file, and keeps the file under its own name among the test's results. */
export async function saveDownload(page: Page, act: () => Promise<unknown>): Promise<SavedFile> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  const name = download.suggestedFilename()
  const path = join(test.info().outputDir, name)
  await download.saveAs(path)
  return { name, path, bytes: await readFile(path) }
}
