import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Page } from '@playwright/test'

/** Lets go of a file over the window, as from a folder beside the browser. */
export async function dropFile(page: Page, path: string): Promise<void> {
  const file = { name: basename(path), base64: (await readFile(path)).toString('base64') }
  const data = await page.evaluateHandle(({ name, base64 }) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name))
    return transfer
  }, file)
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('body', type, { dataTransfer: data })
  await data.dispose()
}
