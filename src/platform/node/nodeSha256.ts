import { createHash } from 'node:crypto'
import type { Sha256 } from '../../core/base/sha256'

/** SHA-256 by Node's own library, ten times as quick as the portable one. */
export function createNodeSha256(): Sha256 {
  const hash = createHash('sha256')
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') }
}
