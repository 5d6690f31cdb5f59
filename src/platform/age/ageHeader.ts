/** Bytes within which a header must end; one for a passphrase has about 150. */
export const LONGEST_HEADER = 64 * 1024

const LINE_END = 0x0a
/** The last line of a header, with its checksum, begins with these: https://github.com/C2SP/C2SP/blob/main/age.md#header */
const LAST_LINE = [LINE_END, 0x2d, 0x2d, 0x2d, 0x20]

/** The header that an age file begins with, its last line included; null where none ends within the first 64 KiB. */
export function readAgeHeader(start: Uint8Array): Uint8Array | null {
  const bytes = start.subarray(0, LONGEST_HEADER)
  for (let at = bytes.indexOf(LINE_END); at !== -1; at = bytes.indexOf(LINE_END, at + 1)) {
    if (!LAST_LINE.every((byte, i) => bytes[at + i] === byte)) continue
    const end = bytes.indexOf(LINE_END, at + 1)
    return end === -1 ? null : bytes.slice(0, end + 1)
  }
  return null
}
