import type { Failure } from '../../core/base/failure'
import { fail, ok, type Result } from '../../core/base/result'
import type { BookHead } from '../../core/book/bookHead'
import { compareLines, type LinePoint } from '../../core/book/lineage'
import type { FieldName } from '../../core/backup/manifest'
import type { Inspection } from '../../core/restore/inspection'
import type { KeptCopies } from '../deviceApi'
import type { GivenFile } from '../jobApi'
import type { EmergencyParts, EmergencySteps, LookedAtCopy } from './emergency'
import { toGivenFile } from './toGivenFile'

/** What a copy was seen to hold. */
export interface Seen {
  readonly contentDigest: string
  /** Fields that the copy never had. */
  readonly leftOut: readonly FieldName[]
}

/** A copy that may be restored. */
export interface Candidate {
  readonly kind: LookedAtCopy['kind']
  readonly name: string
  readonly bookId: string
  readonly line: LinePoint
  /** UTC milliseconds; only tells copies of different books apart. */
  readonly madeAt: number
  /** It holds a whole book, as far as can be told. What was salvaged from a damaged file may not. */
  readonly isWhole: boolean
  /** Reads every byte and every record of it. */
  verify(): Promise<Result<Seen, Failure>>
  /** Lets the book go on from it, after `known` at least. */
  restore(seen: Seen, live: BookHead | null, known: number): Promise<Result<{ readonly bookId: string; readonly undoable: boolean }, Failure>>
}

const quiet = () => undefined

/** Restore points and safety copies. */
export function keptCandidates({ device, clock, settings }: EmergencyParts, steps: EmergencySteps, bookId: string, { copies }: KeptCopies): Candidate[] {
  return copies.map(({ kind, id, name, at, head }) => ({
    kind,
    name,
    bookId,
    line: { lineage: head.identity.lineage, generation: head.generation },
    madeAt: at.utc,
    isWhole: true,
    async verify() {
      const stored = kind === 'restore-point' ? await device.readRestorePoint(bookId, id) : await device.readSafetyCopy(bookId, id)
      if (!stored.ok) return stored
      const bytes = 'bytes' in stored.value ? stored.value.bytes : stored.value
      const checked = await steps.inJob((job) => job.checkCopy(bytes))
      return checked.ok ? ok({ contentDigest: checked.value, leftOut: [] }) : checked
    },
    async restore({ contentDigest }, _live, knownGeneration) {
      const restored = await device.bringBack(bookId, { kind, id }, { contentDigest, knownGeneration }, clock.now(), settings().operatorName)
      return restored.ok ? ok({ bookId, undoable: restored.value.safetyCopy !== null }) : restored
    },
  }))
}

function fileCandidate({ device, clock, settings }: EmergencyParts, steps: EmergencySteps, given: GivenFile, { manifest, contentDigest }: Inspection): Candidate | null {
  if (!manifest || contentDigest === null) return null
  const { book } = manifest
  return {
    kind: 'file',
    name: given.file.name,
    bookId: book.id,
    line: { lineage: book.lineage, generation: book.generation },
    madeAt: manifest.madeAt.utc,
    isWhole: manifest.salvaged !== true,
    // inspecting it was that
    verify: () => Promise.resolve(ok({ contentDigest, leftOut: manifest.fieldsLeftOut })),
    async restore(_seen, live, known) {
      const at = clock.now()
      const who = settings().operatorName
      const snapshot = live ? await device.snapshot(book.id) : ok(null)
      if (!snapshot.ok) return snapshot
      const prepared = await steps.inJob((job) => job.prepare(given, { live: snapshot.value, name: book.name, currency: book.currency, wake: false, at }, quiet))
      if (!prepared.ok) return prepared
      if (!steps.commit()) return fail({ type: 'Cancelled' })
      if (live) {
        const restored = await device.replaceBook(book.id, prepared.value, given.file.name, at, who)
        return restored.ok ? ok({ bookId: book.id, undoable: true }) : restored
      }
      const { identity } = prepared.value
      const lineage = identity.lineage.map((entry, i, all) => (i === all.length - 1 ? { ...entry, from: Math.max(entry.from, known + 1) } : entry))
      const added = await device.addBook({ ...prepared.value, identity: { ...identity, lineage } }, given.file.name, at, who)
      return added.ok ? ok({ bookId: added.value.bookId, undoable: false }) : added
    },
  }
}

/** Inspects a file, with every passphrase of the device if it needs one; null when no worker came back with an answer. */
async function inspect(steps: EmergencySteps, file: File, passphrases: readonly string[]): Promise<{ given: GivenFile; inspection: Inspection } | null> {
  let given = toGivenFile(file)
  let inspection: Inspection | null = null
  for (const passphrase of [null, ...passphrases]) {
    given = { ...given, passphrase }
    const inspected = await steps.inJob(async (job) => ok(await job.inspect(given, quiet)))
    if (!inspected.ok) return null
    inspection = inspected.value
    if (inspection.verdict !== 'needs-passphrase') break
  }
  return inspection && { given, inspection }
}

/** Files that are good backups of the book (any book when `bookId` is null), and what became of the others. */
export async function fileCandidates(
  parts: EmergencyParts, steps: EmergencySteps, bookId: string | null, files: readonly File[],
): Promise<{ candidates: Candidate[]; others: LookedAtCopy[] }> {
  const { books } = parts.settings()
  // its own first: each wrong one costs a second
  const all = [bookId ? books[bookId] : undefined, ...Object.values(books)].flatMap((book) => book?.encryption?.passphrase ?? [])
  const candidates: Candidate[] = []
  const others: LookedAtCopy[] = []
  for (const [done, file] of files.entries()) {
    steps.report({ step: 'reading', done, total: files.length })
    const inspected = await inspect(steps, file, [...new Set(all)])
    const verdict = inspected?.inspection.verdict
    const candidate = inspected && verdict === 'own-backup' ? fileCandidate(parts, steps, inspected.given, inspected.inspection) : null
    const isOther = candidate !== null && bookId !== null && candidate.bookId !== bookId
    if (candidate && !isOther) candidates.push(candidate)
    else {
      const outcome = isOther ? 'another-book' : verdict === 'needs-passphrase' ? 'needs-passphrase' : 'not-good'
      others.push({ kind: 'file', name: file.name, generation: candidate?.line.generation ?? null, outcome })
    }
  }
  return { candidates, others }
}

const KINDS: readonly LookedAtCopy['kind'][] = ['restore-point', 'safety-copy', 'file']

/** The order in which copies are looked at: what is whole before what was salvaged, the line of `reference` first, then newest first; what leaves out fields after what does not. */
export function orderCandidates(candidates: readonly Candidate[], reference: LinePoint | null): Candidate[] {
  const isForked = ({ line }: Candidate) => Number(reference !== null && compareLines(line, reference).kind === 'forked')
  const byAge = (a: Candidate, b: Candidate) => (a.bookId === b.bookId ? b.line.generation - a.line.generation : b.madeAt - a.madeAt)
  return [...candidates].sort((a, b) => Number(b.isWhole) - Number(a.isWhole) || isForked(a) - isForked(b) || byAge(a, b) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || b.madeAt - a.madeAt)
}
