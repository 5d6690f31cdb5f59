import { randomBytes } from 'node:crypto'
import type { RandomBytes } from '../../core/base/id'

/** Cryptographic random bytes of the system. */
export const nodeRandomBytes: RandomBytes = (count) => new Uint8Array(randomBytes(count))
