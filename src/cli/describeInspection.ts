import { describeFailure, sizeToText } from '../core/base/failureTexts'
import type { Failure, FailureType } from '../core/base/failure'
import { findingTexts } from '../core/restore/findingTexts'
import type { FindingCode, Inspection } from '../core/restore/inspection'

/** The object that `--json` prints. */
export function inspectionToJson(inspection: Inspection) {
  const { verdict, format, wrappers, manifest, contentDigest, tables, choices, findings } = inspection
  return {
    verdict,
    format,
    manifest,
    contentDigest,
    tables: tables.map(({ name, records, kind }) => ({ name, records, kind })),
    findings: findings.map(({ code, severity, detail }) => ({ code, severity, detail })),
    wrappers,
    choices,
  }
}

/** Text from a file, safe on a terminal: control characters and direction marks become visible. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (char) => (char === '\u200d' ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`))
}

function headline(inspection: Inspection): string {
  const { manifest } = inspection
  switch (inspection.verdict) {
    case 'own-backup':
      return manifest ? `A backup of “${manifest.book.name}”, sealed, checked, opened and compared: nothing is damaged.` : 'A backup.'
    case 'foreign-sqlite': return 'A SQLite database of another program, which can be opened as a new book.'
    case 'foreign-json': return 'Records of another program in JSON, which can be opened as a new book.'
    case 'foreign-tables': return 'A table of another program, which can be opened as a new book.'
    case 'needs-choice': return 'An archive that holds several databases; choose one with --entry.'
    case 'needs-passphrase': return 'A file that is locked with a passphrase.'
    case 'newer-app': return 'A backup made by a newer app than this one.'
    case 'damaged': return manifest ? `A damaged backup of “${manifest.book.name}”.` : 'A damaged file.'
    case 'not-a-backup': return 'Not a backup.'
  }
}

/** The words for each kind of backup. */
export const KIND_TEXTS = { 'end-of-day': 'end of day', manual: 'manual', scheduled: 'scheduled', emergency: 'emergency', archive: 'archive' } as const

const PASSPHRASE_STEP = 'Put the passphrase into the first line of a text file and give that with --passphrase-file.'
const NEWER_STEP = 'Update the app; until then convert writes a .db one out to be read, as OUT.db or as CSV into a folder OUT/.'
const SALVAGE_STEP = 'Try another copy of this backup or an older one; salvage FILE OUT.db saves what can still be read of this one.'
const WRITING_STEP = 'Check that its folder exists and may be written to. Nothing was changed.'
const CHOICE_STEP = 'Say which of them with --entry NAME; inspect lists their names.'

/** What a person at a terminal can do next, where that is something else than in the app. */
const FINDING_STEPS: Partial<Record<FindingCode, string>> = {
  'needs-passphrase': PASSPHRASE_STEP,
  'needs-choice': CHOICE_STEP,
  'newer-app': NEWER_STEP,
  'newer-format': NEWER_STEP,
  'views-asleep': 'They are kept as text and do not run.',
  'triggers-asleep': 'They are kept as text and do not run.',
  'time-limit': 'If the file is to be trusted, give it longer with --time-limit SECONDS.',
}

/** The same for failures. */
const FAILURE_STEPS: Partial<Record<FailureType, string>> = {
  NeedsPassphrase: PASSPHRASE_STEP,
  NeedsChoice: CHOICE_STEP,
  NewerFormat: NEWER_STEP,
  Damaged: SALVAGE_STEP,
  SealMismatch: SALVAGE_STEP,
  DigestMismatch: SALVAGE_STEP,
  TimeLimit: 'If the file is to be trusted, give it longer with --time-limit SECONDS.',
  StorageFull: 'Free some space, or choose another disk for the new file. Nothing was changed.',
  NotABackup: 'Choose a backup, a SQLite database or dump, JSON, CSV or XLSX; nightsafe inspect tells what a file is.',
}

/** The inspection as calm lines of text. */
export function inspectionToLines(inspection: Inspection): string[] {
  const { fileName, fileSize, manifest, tables, findings, contentDigest } = inspection
  const lines = [`${fileName} (${sizeToText(fileSize)})`, headline(inspection)]
  if (manifest) {
    const who = manifest.operatorName === '' ? '' : `, by ${manifest.operatorName}`
    lines.push(`Made ${manifest.backupDate} (${KIND_TEXTS[manifest.kind]})${who}, at change ${manifest.book.generation} of the book.`)
    if (manifest.note !== '') lines.push(`Note: ${manifest.note}`)
  }
  for (const { name, size } of inspection.choices) lines.push(`  --entry '${name}'  ${sizeToText(size)}`)
  if (tables.length > 0) {
    lines.push('')
    const width = Math.min(40, Math.max(...tables.map((table) => table.name.length)))
    for (const { name, kind, records } of tables) {
      lines.push(`  ${name.padEnd(width)}  ${records === null ? kind : `${records} ${records === 1 ? 'record' : 'records'}`}`)
    }
  }
  if (contentDigest !== null) lines.push('', `Content digest ${contentDigest}`)
  for (const { code, severity, detail } of findings) {
    const { title, nextStep } = findingTexts[code]
    lines.push('', severity === 'info' ? `${title}.` : `${title}. ${FINDING_STEPS[code] ?? nextStep}`, `  ${detail}`)
  }
  if (inspection.salvageable) lines.push('', 'Something can probably still be read: nightsafe salvage FILE OUT.db')
  return lines.map(printable)
}

/** A failure as lines of text. */
export function failureToLines(failure: Failure): string[] {
  // the words of the app are about a browser's storage
  if (failure.type === 'StorageUnavailable') return ['The new file cannot be written.', `${failure.medium}: ${failure.reason}`, WRITING_STEP].map(printable)
  const { title, detail, nextStep } = describeFailure(failure)
  return [`${title}.`, detail, FAILURE_STEPS[failure.type] ?? nextStep].map(printable)
}
