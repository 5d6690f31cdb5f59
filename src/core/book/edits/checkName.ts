import type { FailureOf } from '../../base/failure'
import { fail, ok, type Result } from '../../base/result'

const MAX_NAME = 64

/** A table's or field's name as it will be stored: trimmed, not empty, not reserved, and none of `taken` in any case. */
export function checkName(wanted: string, taken: readonly string[]): Result<string, FailureOf<'NameNotAllowed' | 'NameTaken'>> {
  const name = wanted.trim().normalize('NFC')
  const refuse = (reason: string) => fail({ type: 'NameNotAllowed' as const, name, reason })
  if (name === '') return refuse('it is empty.')
  if (name.length > MAX_NAME) return refuse(`it is longer than ${MAX_NAME} characters.`)
  if (/\p{Cc}|\p{Cs}/u.test(name)) return refuse('it contains characters that cannot be seen.')
  if (/^(sqlite_|_nightsafe_)/i.test(name)) return refuse('names that begin like this are reserved.')
  const lower = name.toLowerCase()
  return taken.some((one) => one.toLowerCase() === lower) ? fail({ type: 'NameTaken', name }) : ok(name)
}
