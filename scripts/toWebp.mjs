// Pictures as small as they can be without showing it, made by the browser that took them.

/**
 * A PNG as WebP.
 * @param {import('@playwright/test').Page} page any page without a content policy, such as about:blank
 * @param {Buffer} png
 * @param {number} quality 0 to 1
 * @returns {Promise<Buffer>}
 */
export async function toWebp(page, png, quality) {
  const base64 = await page.evaluate(
    async ([source, wanted]) => {
      const bytes = Uint8Array.from(atob(source), (letter) => letter.charCodeAt(0))
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const canvas = new OffscreenCanvas(picture.width, picture.height)
      canvas.getContext('2d')?.drawImage(picture, 0, 0)
      const written = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: wanted })).arrayBuffer())
      let text = ''
      for (let at = 0; at < written.length; at += 8192) text += String.fromCharCode(...written.subarray(at, at + 8192))
      return btoa(text)
    },
    /** @type {const} */ ([png.toString('base64'), quality]),
  )
  return Buffer.from(base64, 'base64')
}
