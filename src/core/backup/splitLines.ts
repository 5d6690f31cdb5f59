import { bytesToText, concatBytes } from '../base/bytes'

const LINE_FEED = 10
/** Bytes of one line: JavaScript holds no longer text. */
const LINE_LIMIT = 500_000_000

/** Turns chunks of bytes into whole lines without their line feeds. `feed` gives null where the bytes are no text or a line is too long. */
export function createLineSplitter(): { feed(chunk: Uint8Array): string[] | null; lines(): number; rest(): number } {
  let open: Uint8Array[] = []
  let openBytes = 0
  let lines = 0
  return {
    feed(chunk) {
      const end = chunk.lastIndexOf(LINE_FEED)
      if (end < 0) {
        open.push(chunk)
        openBytes += chunk.length
        return openBytes > LINE_LIMIT ? null : []
      }
      if (openBytes + end > LINE_LIMIT) return null
      const text = bytesToText(concatBytes([...open, chunk.subarray(0, end)]))
      open = [chunk.slice(end + 1)]
      openBytes = chunk.length - end - 1
      const split = text === null ? null : text.split('\n')
      lines += split?.length ?? 0
      return split
    },
    /** Lines given so far. */
    lines: () => lines,
    /** Bytes after the last line feed. */
    rest: () => openBytes,
  }
}
