/** How long the address of an offered file is kept: browsers read it after the click, some only once the person agreed. */
const KEEP_ADDRESS_MS = 120_000

/**
 * Offers files as ordinary downloads: they arrive in the download folder under their name, without a picker.
 * A page cannot see whether the person kept the file, so this is only ever called "offered".
 */
export function useDownload() {
  function offer(file: Blob, fileName: string): void {
    const address = URL.createObjectURL(file)
    const link = document.createElement('a')
    link.href = address
    link.download = fileName
    link.hidden = true
    document.body.append(link)
    link.click()
    link.remove()
    setTimeout(() => URL.revokeObjectURL(address), KEEP_ADDRESS_MS)
  }
  return { offer }
}
