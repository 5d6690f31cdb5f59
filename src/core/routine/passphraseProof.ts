const DAY = 86_400_000
const FIRST = 7 * DAY
const SECOND = 30 * DAY
const LATER = 90 * DAY

/** When encryption was turned on (or its passphrase changed), and when the passphrase was last typed from memory or paper. UTC milliseconds. */
export interface PassphraseProof {
  readonly since: number
  readonly provedAt: number
}

/**
 * When the person should next prove that the passphrase is still known: 7 days after it was chosen, 30 days after that
 * proof, and from then on every 90 days. Whoever kept it in mind for five weeks already is not asked sooner than the rest.
 */
export function nextPassphraseProof({ since, provedAt }: PassphraseProof): number {
  if (provedAt <= since) return since + FIRST
  return provedAt + (provedAt - since < FIRST + SECOND ? SECOND : LATER)
}

/** Whether it is time to ask for the passphrase. */
export function isPassphraseProofDue(proof: PassphraseProof, utc: number): boolean {
  return utc >= nextPassphraseProof(proof)
}
