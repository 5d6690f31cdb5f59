import { base64ToBytes, concatBytes } from '../../base/bytes'
import type { Failure } from '../../base/failure'
import { fail, ok, type Result } from '../../base/result'
import { DecryptionError, type Encryption } from '../../backup/encryption'
import { UNPACKED_LIMIT } from '../../backup/sealedGzip'
import { startsWith, textAt } from '../fileBytes'
import type { Finding } from '../inspection'
import { inflatePrefix } from './inflatePrefix'
import { warning } from './reportTexts'

/** The bytes inside a file's wrappers, as far as they can be unpacked. */
export interface Prefix {
  readonly bytes: Uint8Array
  /** Bytes of the file that could not be unpacked; null where nothing was packed. */
  readonly lost: number | null
  readonly findings: readonly Finding[]
}

const MAX_WRAPPERS = 3
const AGE = 'age-encryption.org/v1'
const ARMOR = '-----BEGIN AGE ENCRYPTED FILE-----'
const DAMAGED_AGE = warning('decompression-failed', 'The file can be decrypted only up to the place where it was damaged.')

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}

/** The bytes that an age file written as text stands for, up to the first line that is broken: every line but the last has 64 characters. */
function readArmorPrefix(bytes: Uint8Array): { bytes: Uint8Array; isWhole: boolean } {
  const parts: Uint8Array[] = []
  const lines = textAt(bytes, 0, bytes.length).trim().split(/\r?\n/)
  const [, ...body] = lines
  for (const [i, line] of body.entries()) {
    if (line.startsWith('-----END')) return { bytes: concatBytes(parts), isWhole: i === body.length - 1 }
    const part = line.length === 64 || body[i + 1]?.startsWith('-----') ? base64ToBytes(line) : null
    if (!part) break
    parts.push(part)
  }
  return { bytes: concatBytes(parts), isWhole: false }
}

/** Decrypts up to the first piece that was changed: every piece before it proves itself. */
async function decryptPrefix(encryption: Encryption, bytes: Uint8Array, passphrase: string | null): Promise<Result<Prefix, Failure>> {
  if (passphrase === null) return fail({ type: 'NeedsPassphrase' })
  const opened = await encryption.decrypt(once(bytes), passphrase)
  if (!opened.ok) return opened.failure.type === 'Damaged' ? fail({ type: 'NothingSalvaged' }) : opened
  const parts: Uint8Array[] = []
  let isWhole = false
  try {
    for await (const chunk of opened.value) parts.push(chunk)
    isWhole = true
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error
  }
  const plain = concatBytes(parts)
  return ok({ bytes: plain, lost: isWhole ? 0 : Math.max(0, bytes.length - plain.length), findings: isWhole ? [] : [DAMAGED_AGE] })
}

function unzipPrefix(bytes: Uint8Array): Prefix {
  const { bytes: plain, isWhole, isEnded, left } = inflatePrefix(bytes, UNPACKED_LIMIT)
  const broken = isEnded
    ? 'The file can be unpacked, but it is not what was packed: from some place on, it may be wrong.'
    : 'The file can be unpacked only up to the place where it was damaged or cut off. Shortly before it, some may be wrong.'
  return { bytes: plain, lost: isWhole ? 0 : left, findings: isWhole ? [] : [warning('decompression-failed', broken)] }
}

/** Takes encryption and packing off a damaged file, as far as each can be. Fails with `NeedsPassphrase`, `WrongPassphrase` and the like, or `NothingSalvaged`. */
export async function openWrappers(encryption: Encryption, bytes: Uint8Array, passphrase: string | null): Promise<Result<Prefix, Failure>> {
  let inner: Prefix = { bytes, lost: null, findings: [] }
  for (let i = 0; i < MAX_WRAPPERS; i++) {
    const { bytes: outer, lost, findings } = inner
    let next: Prefix
    if (textAt(outer, 0, ARMOR.length) === ARMOR) {
      const { bytes: binary, isWhole } = readArmorPrefix(outer)
      const decrypted = await decryptPrefix(encryption, binary, passphrase)
      if (!decrypted.ok) return decrypted
      const isNew = !isWhole && decrypted.value.findings.length === 0
      next = isNew ? { ...decrypted.value, lost: Math.max(0, outer.length - binary.length), findings: [DAMAGED_AGE] } : decrypted.value
    } else if (textAt(outer, 0, AGE.length) === AGE) {
      const decrypted = await decryptPrefix(encryption, outer, passphrase)
      if (!decrypted.ok) return decrypted
      next = decrypted.value
    } else if (startsWith(outer, [0x1f, 0x8b])) next = unzipPrefix(outer)
    else break
    inner = { bytes: next.bytes, lost: (lost ?? 0) + (next.lost ?? 0), findings: [...findings, ...next.findings] }
  }
  return ok(inner)
}
