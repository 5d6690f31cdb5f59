import type { Inspection } from './inspection'

/** What tells whether a file is a good backup. */
export type GoodnessFacts = Pick<Inspection, 'verdict' | 'manifest' | 'findings'>

/** Whether a file is a backup of ours, of a whole book, that was verified to the last byte. What was salvaged may not be whole. */
export function isGoodBackup({ verdict, manifest, findings }: GoodnessFacts): boolean {
  return verdict === 'own-backup' && manifest?.salvaged !== true && !findings.some(({ severity }) => severity === 'error')
}
