/** True when `bytes` begin with `magic`. */
export function startsWith(bytes: Uint8Array, magic: ArrayLike<number>): boolean {
  if (bytes.length < magic.length) return false
  for (let i = 0; i < magic.length; i++) if (bytes[i] !== magic[i]) return false
  return true
}

/** Arguments of one call: a browser's worker has a stack of some hundred kilobytes only. */
const AT_ONCE = 4096

/** The bytes from `from` on as one character each (Latin-1); shorter at the end of the file. */
export function textAt(bytes: Uint8Array, from: number, length: number): string {
  const end = Math.min(bytes.length, from + length)
  let text = ''
  for (let at = from; at < end; at += AT_ONCE) text += String.fromCharCode(...bytes.subarray(at, Math.min(end, at + AT_ONCE)))
  return text
}

/** Big-endian unsigned integers, as SQLite's header has them; 0 beyond the end. */
export function uint16At(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

/** See `uint16At`. */
export function uint32At(bytes: Uint8Array, at: number): number {
  return uint16At(bytes, at) * 65_536 + uint16At(bytes, at + 2)
}
