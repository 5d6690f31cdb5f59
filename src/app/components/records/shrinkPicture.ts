/** Long side of a picture that is still easy to read, in pixels: 300 dpi on a receipt of 17 cm. */
const LONG_SIDE = 2000
const QUALITY = 0.82

/** A picture as a smaller JPEG; null when it cannot be read, or would not become smaller. */
export async function shrinkPicture(picture: Blob): Promise<Blob | null> {
  const bitmap = await createImageBitmap(picture).catch((error: unknown) => {
    if (error instanceof DOMException) return null
    throw error
  })
  if (!bitmap) return null
  const scale = Math.min(1, LONG_SIDE / Math.max(bitmap.width, bitmap.height))
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)))
  const context = canvas.getContext('2d')
  if (!context) return null
  // JPEG knows no transparency: paper shows through
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const smaller = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })
  return smaller.size < picture.size ? smaller : null
}
