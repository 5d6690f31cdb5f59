/** Cryptographic random bytes from the platform (browsers, workers and Node have the same call). */
export function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count))
}
