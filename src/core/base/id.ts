/** Fills the array with cryptographic random bytes; handed in by the platform. */
export type RandomBytes = (count: number) => Uint8Array

/** A new random id: 32 lower-case hexadecimal digits (128 bits). */
export function createId(randomBytes: RandomBytes): string {
  let id = ''
  for (const byte of randomBytes(16)) id += byte.toString(16).padStart(2, '0')
  return id
}
