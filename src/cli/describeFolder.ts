import { instantToIso } from '../core/base/clock'
import { sizeToText } from '../core/base/failureTexts'
import { planRetention, type RetentionDecision, type RetentionReason, type ShelvedBackup } from '../core/backup/planRetention'
import type { FileVerdict } from '../core/restore/inspection'
import { isGoodBackup } from '../core/restore/isGoodBackup'
import type { BackupFolder, FolderFile } from './backupFolder'
import { KIND_TEXTS, printable } from './describeInspection'

const NOT_GOOD: Record<FileVerdict, string> = {
  'own-backup': 'BAD',
  damaged: 'BAD',
  'newer-app': 'made by a newer app',
  'needs-passphrase': 'locked, not checked',
  'needs-choice': 'an archive of several databases',
  'foreign-sqlite': 'of another program',
  'foreign-json': 'of another program',
  'foreign-tables': 'of another program',
  'not-a-backup': 'not a backup',
}

const markOf = ({ inspection }: FolderFile) => (isGoodBackup(inspection) ? 'good' : inspection.manifest?.salvaged ? 'salvaged, may lack records' : NOT_GOOD[inspection.verdict])

/** The folder as scripts read it, in the order that people see. */
export function folderToJson({ files, others }: BackupFolder): unknown {
  return {
    files: files.map(({ name, inspection }) => ({
      name,
      good: isGoodBackup(inspection),
      verdict: inspection.verdict,
      format: inspection.format,
      bytes: inspection.fileSize,
      kind: inspection.manifest?.kind ?? null,
      madeAt: inspection.manifest ? instantToIso(inspection.manifest.madeAt) : null,
      bookId: inspection.manifest?.book.id ?? null,
      bookName: inspection.manifest?.book.name ?? null,
      generation: inspection.manifest?.book.generation ?? null,
      contentDigest: inspection.contentDigest,
      findings: inspection.findings.map(({ code, severity, detail }) => ({ code, severity, detail })),
    })),
    others,
  }
}

/** The folder as lines of text: newest verified first, bad ones marked with what is wrong with them. */
export function folderToLines({ files, others }: BackupFolder): string[] {
  const width = Math.max(0, ...files.map((file) => markOf(file).length))
  const lines = files.flatMap((file) => {
    const { name, inspection } = file
    const { manifest } = inspection
    const about = manifest ? `“${manifest.book.name}”, change ${manifest.book.generation}, ${instantToIso(manifest.madeAt)}, ${KIND_TEXTS[manifest.kind]}, ` : ''
    const wrong = isGoodBackup(inspection) ? undefined : inspection.findings.find(({ severity }) => severity === 'error')
    return [`${markOf(file).padEnd(width)}  ${name}`, `${' '.repeat(width)}  ${about}${sizeToText(inspection.fileSize)}`, ...(wrong ? [`${' '.repeat(width)}  ${wrong.detail}`] : [])]
  })
  if (files.length === 0) lines.push('There is no backup in this folder.')
  if (others > 0) lines.push('', others === 1 ? 'One other file is no backup.' : `${others} other files are no backups.`)
  return lines.map(printable)
}

/** A backup of the folder that pruning may decide on. */
export interface PrunableBackup extends ShelvedBackup {
  /** Size of the file. */
  readonly bytes: number
}

/** Decides on the files whose own manifest says that they are ours; of any other nothing is known that would let it go. */
export function planPruning({ files }: BackupFolder, now: number): RetentionDecision<PrunableBackup>[] {
  const ours = files.flatMap(({ name, inspection }): PrunableBackup[] => {
    const { manifest } = inspection
    if (!manifest) return []
    const { id, generation, lineage } = manifest.book
    return [{ name, bookId: id, kind: manifest.kind, madeAt: manifest.madeAt.utc, good: isGoodBackup(inspection), lineage, generation, bytes: inspection.fileSize }]
  })
  return planRetention(ours, now)
}

const REASONS: Record<RetentionReason, string> = {
  'for-ever': 'of a kind that is kept for ever',
  'young-enough': 'young enough',
  'newest-good': 'the newest good one of its line',
  'not-good': 'could not be verified: look at it yourself',
  'from-the-future': 'made later than now, by its own clock',
  'too-old': 'too old',
}

/** What pruning would do, or did. */
export function pruningToLines(decisions: readonly RetentionDecision<PrunableBackup>[], done: boolean): string[] {
  const going = decisions.filter(({ goes }) => goes)
  const word = done ? 'deleted' : 'would go'
  const lines = decisions.map(({ backup, goes, reason, ageDays }) => `${(goes ? word : 'stays').padEnd(8)}  ${backup.name}  (${KIND_TEXTS[backup.kind]}, ${Math.max(0, ageDays)} ${ageDays === 1 ? 'day' : 'days'} old: ${REASONS[reason]})`)
  const freed = sizeToText(going.reduce((sum, { backup }) => sum + backup.bytes, 0))
  const count = going.length === 1 ? 'One backup' : `${going.length} backups`
  const end = going.length === 0 ? 'Nothing is old enough to go.' : done ? `${count} deleted, ${freed} freed.` : `${count} would go, ${freed}. Nothing was deleted.`
  return [...lines, ...(lines.length > 0 ? [''] : []), end].map(printable)
}
