import type { Decrypter, Identity, Stanza } from 'age-encryption'
import { bytesToHex } from '../../core/base/bytes'
import { fail, ok, type Result } from '../../core/base/result'
import { DecryptionError, type DecryptionFailure, type Encryption } from '../../core/backup/encryption'
import { guardSource } from '../streams/guardSource'
import { iteratorToStream } from '../streams/iteratorToStream'
import { peekChunks } from '../../core/base/peekChunks'
import { streamToIterator } from '../streams/streamToIterator'
import { LONGEST_HEADER, readAgeHeader } from './ageHeader'
import { ARMOR_BEGIN, readArmor } from './readArmor'

/**
 * The scrypt work factor of new files, as the `age` command writes it: 2^18 rounds, about 1 second and 256 MiB on a
 * slow computer of today.
 */
export const WORK_FACTOR = 18

/** The highest work factor that is opened: each step above doubles the time and the memory that a file may ask for. */
export const WORK_FACTOR_LIMIT = 18

const damaged = (detail: string): DecryptionFailure => ({ type: 'Damaged', detail })

const startsAsArmor = (start: Uint8Array) => [...ARMOR_BEGIN].every((char, i) => start[i] === char.charCodeAt(0))

/** Why a header's stanzas cannot be unlocked with a passphrase; null when they can be tried. */
function checkStanzas(stanzas: readonly Stanza[]): DecryptionFailure | null {
  const forPassphrase = stanzas.filter(({ args }) => args[0] === 'scrypt')
  const [stanza] = forPassphrase
  if (!stanza) return stanzas.length > 0 ? { type: 'NotForAPassphrase' } : damaged('The header of the encrypted file names nobody who can open it.')
  if (stanzas.length > 1) return damaged('The header of the encrypted file holds more than one passphrase can mean.')
  const [, salt = '', factor = ''] = stanza.args
  if (stanza.args.length !== 3 || !/^[A-Za-z0-9+/]{22}$/.test(salt) || !/^[1-9][0-9]{0,8}$/.test(factor) || stanza.body.length !== 32) {
    return damaged('The header of the encrypted file is not as it was written.')
  }
  const costFactor = Number(factor)
  return costFactor > WORK_FACTOR_LIMIT ? { type: 'PassphraseTooCostly', costFactor, limit: WORK_FACTOR_LIMIT } : null
}

/**
 * Unlocks a header. The library tries identities in order and stops at the first that fits, so one before the
 * passphrase sees what is asked for before anything is derived, and one after it is reached only when it did not fit.
 */
async function unlockHeader(createDecrypter: () => Decrypter, header: Uint8Array, passphrase: string): Promise<Result<Uint8Array, DecryptionFailure>> {
  let failure: DecryptionFailure | null = null
  const refuse = (why: DecryptionFailure): never => {
    failure = why
    throw new DecryptionError(why.type)
  }
  const before: Identity = {
    unwrapFileKey(stanzas) {
      const why = checkStanzas(stanzas)
      return why ? refuse(why) : null
    },
  }
  const decrypter = createDecrypter()
  decrypter.addIdentity(before)
  decrypter.addPassphrase(passphrase)
  decrypter.addIdentity({ unwrapFileKey: () => refuse({ type: 'WrongPassphrase' }) })
  try {
    return ok(await decrypter.decryptHeader(header))
  } catch {
    // whatever else the library throws is about the header: nothing but the header went in
    return fail(failure ?? damaged('The header of the encrypted file is not as it was written.'))
  }
}

async function* readPayload(stream: () => Promise<ReadableStream<Uint8Array>>, rethrow: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* streamToIterator(await stream())
  } catch (error) {
    rethrow()
    throw new DecryptionError('The encrypted bytes were changed or cut short.', { cause: error })
  }
}

/**
 * Encryption with passphrases in the age format, in browsers, workers and Node alike. The library is fetched when it is
 * first used. The key of the last file that was unlocked is kept, so that reading the file again needs no second
 * derivation; `workFactor` is lower only in tests.
 */
export function createAgeEncryption({ workFactor = WORK_FACTOR }: { workFactor?: number } = {}): Encryption {
  let unlocked: { readonly header: string; readonly passphrase: string; readonly fileKey: Uint8Array } | null = null
  return {
    async *encrypt(chunks, passphrase) {
      const { Encrypter } = await import('age-encryption')
      const encrypter = new Encrypter()
      encrypter.setPassphrase(passphrase.normalize('NFKC'))
      encrypter.setScryptWorkFactor(workFactor)
      yield* streamToIterator<Uint8Array>(await encrypter.encrypt(iteratorToStream(chunks)))
    },

    async decrypt(chunks, passphrase) {
      const { Decrypter } = await import('age-encryption')
      const words = passphrase.normalize('NFKC')
      const source = guardSource(chunks)
      try {
        const file = await peekChunks(source.chunks, ({ length }) => length >= ARMOR_BEGIN.length)
        const { start, all } = await peekChunks(
          startsAsArmor(file.start) ? readArmor(file.all) : file.all,
          (bytes) => bytes.length >= LONGEST_HEADER || readAgeHeader(bytes) !== null,
        )
        const header = readAgeHeader(start)
        if (!header) return fail(damaged('The header of the encrypted file does not end.'))
        const name = bytesToHex(header)
        if (unlocked?.header !== name || unlocked.passphrase !== passphrase) {
          let unlocking = await unlockHeader(() => new Decrypter(), header, words)
          // the age command takes a passphrase as it was typed, with ligatures and the like
          if (!unlocking.ok && unlocking.failure.type === 'WrongPassphrase' && words !== passphrase) {
            unlocking = await unlockHeader(() => new Decrypter(), header, passphrase)
          }
          if (!unlocking.ok) return unlocking
          unlocked = { header: name, passphrase, fileKey: unlocking.value }
        }
        const { fileKey } = unlocked
        const decrypter = new Decrypter()
        decrypter.addIdentity({ unwrapFileKey: () => fileKey })
        return ok(readPayload(() => decrypter.decrypt(iteratorToStream(all)), source.rethrow))
      } catch (error) {
        source.rethrow()
        if (error instanceof DecryptionError) return fail(damaged(error.message))
        throw error
      }
    },
  }
}
