const SECRET_WORDS = new Set([
  'password', 'passwords', 'passwd', 'pwd', 'passphrase', 'passphrases', 'passcode', 'hash', 'hashes', 'salt', 'salts', 'token', 'tokens',
  'secret', 'secrets', 'credential', 'credentials', 'apikey', 'apikeys', 'apisecret', 'apitoken', 'privatekey', 'secretkey', 'accesskey',
  'accesstoken', 'refreshtoken', 'authtoken', 'passwordhash', 'passwordsalt', 'userpassword',
])
const SECRET_KEYS = new Set(['api', 'private', 'secret', 'access', 'encryption'])
/** A last word that makes the field a fact about a secret and not the secret. */
const ABOUT_A_SECRET = new Set(['at', 'on', 'date', 'time', 'count', 'expires', 'expiry', 'expired', 'age'])
const YES_NO_WORDS = new Set(['has', 'is', 'needs', 'requires'])

function words(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\p{Nd})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{Nd}]+/u)
    .filter((word) => word !== '')
}

/** Whether a field looks by its name as if it held a secret: `password_hash`, `apiKey`, `Reset-Token`; not `compass` or `token_expires_at`. */
export function isSecretName(name: string): boolean {
  const all = words(name)
  if (YES_NO_WORDS.has(all[0] ?? '') || ABOUT_A_SECRET.has(all.at(-1) ?? '')) return false
  return all.some((word, i) => SECRET_WORDS.has(word.replace(/[0-9]+$/, '')) || (/^keys?[0-9]*$/.test(word) && SECRET_KEYS.has(all[i - 1] ?? '')))
}
