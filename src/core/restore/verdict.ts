import type { Manifest } from '../backup/manifest'
import type { BookHead } from '../book/bookHead'
import { compareLines, type Relation } from '../book/lineage'
import type { FileVerdict, Inspection } from './inspection'

/** The book that a file is held against. */
export interface LiveFacts {
  readonly head: BookHead
  /** Content digest of the live book without the fields that the file's manifest leaves out. */
  readonly contentDigest: string
  /** Each with the digest that a backup made now, without those fields, would carry for it. */
  readonly tables: readonly { name: string; records: number; digest: string }[]
}

/** What a dropped file is to the person: see the glossary. */
export type Verdict =
  | { kind: 'same-book'; relation: Relation }
  | { kind: 'another-book' }
  | { kind: Exclude<FileVerdict, 'own-backup'> }

function relationOf(manifest: Manifest, live: LiveFacts): Relation {
  const file = { lineage: manifest.book.lineage, generation: manifest.book.generation }
  const book = { lineage: live.head.identity.lineage, generation: live.head.generation }
  const relation = compareLines(file, book)
  // equal generations of one line with different content can only come from a line that parted unseen
  if (relation.kind === 'same' && manifest.contentDigest !== live.contentDigest) return { kind: 'forked', generation: Math.max(0, live.head.generation - 1) }
  return relation
}

/** Holds an inspected file against the live book; `live` is null on an empty device. */
export function decideVerdict(inspection: Inspection, live: LiveFacts | null): Verdict {
  if (inspection.verdict !== 'own-backup') return { kind: inspection.verdict }
  const { manifest } = inspection
  if (!live || !manifest || manifest.book.id !== live.head.identity.bookId) return { kind: 'another-book' }
  return { kind: 'same-book', relation: relationOf(manifest, live) }
}
