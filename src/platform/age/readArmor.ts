import { base64ToBytes, bytesToText, concatBytes } from '../../core/base/bytes'
import { DecryptionError } from '../../core/backup/encryption'

/** The lines between which age writes a file as text: https://github.com/C2SP/C2SP/blob/main/age.md#ascii-armor */
export const ARMOR_BEGIN = '-----BEGIN AGE ENCRYPTED FILE-----'
const ARMOR_END = '-----END AGE ENCRYPTED FILE-----'

/** Characters of a full line; only the last may be shorter. */
const LINE = 64
/** Bytes collected before they are passed on. */
const BATCH = 48 * 1024

const broken = () => new DecryptionError('The text form of the encrypted file is broken or cut short.')

async function* splitTextLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const text = bytesToText(chunk)
    // no line of the armor is long, and none holds anything but ASCII
    if (text === null || rest.length > 1000) throw broken()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
  }
  if (rest !== '') yield rest
}

/** The bytes that an armored age file stands for. Throws `DecryptionError` for anything that is not exactly the armor. */
export async function* readArmor(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let state: 'before' | 'inside' | 'last' | 'after' = 'before'
  let batch: Uint8Array[] = []
  let size = 0
  for await (const line of splitTextLines(chunks)) {
    if (state === 'before' && line.trim() === '') continue
    if (state === 'before') {
      if (line !== ARMOR_BEGIN) throw broken()
      state = 'inside'
    } else if (state === 'after') {
      if (line.trim() !== '') throw broken()
    } else if (line === ARMOR_END) state = 'after'
    else {
      const bytes = state === 'last' || line === '' || line.length > LINE ? null : base64ToBytes(line)
      if (!bytes) throw broken()
      if (line.length < LINE || line.endsWith('=')) state = 'last'
      batch.push(bytes)
      size += bytes.length
      if (size >= BATCH) {
        yield concatBytes(batch)
        batch = []
        size = 0
      }
    }
  }
  if (state !== 'after') throw broken()
  if (size > 0) yield concatBytes(batch)
}
