import { readFile, stat } from 'node:fs/promises'
import { bytesToText } from '../core/base/bytes'
import { fail, ok, type Result } from '../core/base/result'
import { systemErrorToReason } from '../platform/node/systemError'

/** Bytes above which a file is surely not one with a passphrase. */
const LONGEST = 64 * 1024

/** The first line of a file, as the passphrase. Fails with a sentence. */
export async function readPassphraseFile(path: string): Promise<Result<string, string>> {
  try {
    if ((await stat(path)).size > LONGEST) return fail('The passphrase file is too large to be one.')
    const text = bytesToText(new Uint8Array(await readFile(path)))
    if (text === null) return fail('The passphrase file is not text in UTF-8.')
    const [line = ''] = text.replace(/^\ufeff/, '').split(/\r?\n/)
    return line === '' ? fail('The first line of the passphrase file is empty.') : ok(line)
  } catch (error) {
    return fail(`The passphrase file cannot be read. ${systemErrorToReason(error)}`)
  }
}
