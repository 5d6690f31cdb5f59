import type { Failure } from '../../base/failure'
import { fail, ok } from '../../base/result'
import { DecryptionError, type Encryption } from '../../backup/encryption'
import type { OpenWrapper } from '../fileContents'

/** Opens an age file with a passphrase. `outcome` tells a wrong passphrase and a changed byte apart. */
export function openAge(encryption: Encryption, passphrase: string): OpenWrapper {
  return (chunks) => {
    let failure: Failure | null = null
    async function* decrypted(): AsyncGenerator<Uint8Array> {
      const unlocked = await encryption.decrypt(chunks, passphrase)
      if (!unlocked.ok) {
        failure = unlocked.failure
        return
      }
      try {
        yield* unlocked.value
      } catch (error) {
        if (!(error instanceof DecryptionError)) throw error
        failure = { type: 'Damaged', detail: error.message }
      }
    }
    return ok({ chunks: decrypted(), outcome: () => (failure ? fail(failure) : ok()) })
  }
}
