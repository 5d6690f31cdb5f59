/** Every place where `pattern` occurs in `bytes`, ascending (Boyer-Moore-Horspool). */
export function findBytes(bytes: Uint8Array, pattern: Uint8Array): number[] {
  const length = pattern.length
  const found: number[] = []
  const skip = new Uint32Array(256).fill(length)
  for (let i = 0; i < length - 1; i++) skip[pattern[i] ?? 0] = length - 1 - i
  let at = 0
  while (at <= bytes.length - length) {
    let i = length - 1
    while (i >= 0 && bytes[at + i] === pattern[i]) i--
    if (i < 0) found.push(at)
    at += i < 0 ? 1 : (skip[bytes[at + length - 1] ?? 0] ?? length)
  }
  return found
}
