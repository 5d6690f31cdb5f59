import type { FileFormat, Inspection } from '../../../core/restore/inspection'
import type { Assessment } from '../../../worker/client/nightsafeClient'

/** How a verdict is worded: a key of the messages with its values, and the tone it is shown in. */
export interface VerdictWords {
  readonly key: string
  readonly named: { readonly book: string }
  /** For the plural, where the sentence counts something. */
  readonly count: number
  readonly tone: 'safe' | 'due' | 'risk' | 'none'
}

/**
 * What can be done with an assessed file. `fresh`: the person's own book comes back to a device that does not hold it.
 * `unlock`, `choose`: a passphrase or a choice is needed before anything can be told. `look`: it can only be looked into.
 */
export type WayIn = 'restore-over' | 'fresh' | 'new-book' | 'unlock' | 'choose' | 'look' | 'refused'

/** Which book a file stands beside: `emptyDevice` when there is none at all, `knownElsewhere` when another one here is its own. */
export interface Surroundings {
  readonly emptyDevice: boolean
  readonly knownElsewhere: boolean
}

/** Whether a passphrase can open a locked file; some take too long, or were locked with a key. */
export function canBeUnlocked({ findings }: Pick<Inspection, 'findings'>): boolean {
  return !findings.some(({ code }) => code === 'passphrase-too-costly' || code === 'not-for-a-passphrase')
}

/** Which way into the device a file has. */
export function wayIn({ verdict, inspection }: Assessment, { emptyDevice }: Surroundings): WayIn {
  switch (verdict.kind) {
    case 'same-book':
      return 'restore-over'
    case 'another-book':
      return emptyDevice ? 'fresh' : 'new-book'
    case 'foreign-sqlite':
    case 'foreign-json':
    case 'foreign-tables':
      return 'new-book'
    case 'needs-passphrase':
      return canBeUnlocked(inspection) ? 'unlock' : 'refused'
    case 'needs-choice':
      return 'choose'
    case 'newer-app':
      return 'look'
    case 'damaged':
    case 'not-a-backup':
      return 'refused'
  }
}

function sameBook(relation: Extract<Assessment['verdict'], { kind: 'same-book' }>['relation']): Omit<VerdictWords, 'named'> {
  switch (relation.kind) {
    case 'same':
      return { key: 'same', count: 0, tone: 'safe' }
    case 'older':
      return { key: 'older', count: relation.changes, tone: 'safe' }
    case 'newer':
      return { key: 'newer', count: relation.changes, tone: 'safe' }
    case 'forked':
      return { key: relation.generation === 0 ? 'unrelated' : 'forked', count: relation.generation, tone: 'due' }
  }
}

/** Formats of other programs that have a sentence of their own. */
const KNOWN_FORMATS: readonly FileFormat[] = ['sql-dump', 'budget-manager-json', 'ff2api-json', 'json-tables', 'csv', 'xlsx']

function lockedKey({ findings }: Inspection): string {
  if (findings.some(({ code }) => code === 'passphrase-too-costly')) return 'too-costly'
  return findings.some(({ code }) => code === 'not-for-a-passphrase') ? 'locked-with-key' : 'needs-passphrase'
}

/** The one sentence that says what a file is. */
export function verdictWords({ verdict, inspection }: Assessment, { emptyDevice, knownElsewhere }: Surroundings): VerdictWords {
  const named = { book: inspection.manifest?.book.name ?? inspection.fileName }
  switch (verdict.kind) {
    case 'same-book':
      return { ...sameBook(verdict.relation), named }
    case 'another-book':
      return { key: emptyDevice ? 'mine' : knownElsewhere ? 'elsewhere' : 'other', named, count: 0, tone: 'safe' }
    case 'foreign-sqlite':
    case 'foreign-json':
    case 'foreign-tables':
      return { key: inspection.format && KNOWN_FORMATS.includes(inspection.format) ? inspection.format : verdict.kind, named, count: 0, tone: 'none' }
    case 'needs-choice':
      return { key: verdict.kind, named, count: 0, tone: 'none' }
    case 'damaged':
      return { key: inspection.manifest ? 'damagedBackup' : 'damaged', named, count: 0, tone: 'risk' }
    case 'needs-passphrase':
      return { key: lockedKey(inspection), named, count: 0, tone: 'due' }
    case 'newer-app':
      return { key: verdict.kind, named, count: 0, tone: 'due' }
    case 'not-a-backup':
      return { key: verdict.kind, named, count: 0, tone: 'risk' }
  }
}

/** How many changes of the book are not in the file; null where there is no telling. */
export function changesLost({ verdict, live }: Assessment): number | null {
  if (verdict.kind !== 'same-book') return null
  const { relation } = verdict
  if (relation.kind === 'older') return relation.changes
  if (relation.kind === 'forked' && live && relation.generation > 0) return Math.max(1, live.head.generation - relation.generation)
  return relation.kind === 'forked' ? null : 0
}

/** Restoring asks once more, for a deliberate act, where changes made on this device would go. */
export function asksBeforeRestoring({ verdict }: Assessment): boolean {
  return verdict.kind === 'same-book' && (verdict.relation.kind === 'forked' || verdict.relation.kind === 'older')
}
