import type { Failure } from '../core/base/failure'
import type { Inspection } from '../core/restore/inspection'

/** What the command's exit tells a script. */
export const EXIT = { good: 0, defect: 1, usage: 2, unreadable: 10, locked: 11, passphrase: 12, checksFailed: 13, noRoom: 14 } as const

/** One of `EXIT`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The words for each code, as the commands' help lists them. */
export const EXIT_TEXTS: Record<ExitCode, string> = {
  0: 'good',
  1: 'a defect of this program',
  2: 'the command was not understood',
  10: 'the file cannot be read, or is not a backup',
  11: 'the file is in use by another program',
  12: 'the file is locked, and the passphrase is missing, wrong or not enough',
  13: 'a check failed: damaged, changed, made by a newer app, or not what it says',
  14: 'there is no room for the new file, or it cannot be written there',
}

/** The exit of a command that failed. */
export function failureToExit(failure: Failure): ExitCode {
  switch (failure.type) {
    case 'FileEmpty':
    case 'FileTooLarge':
    case 'FileUnreadable':
    case 'NotABackup':
    case 'DecompressionTooLarge':
    case 'TimeLimit':
      return EXIT.unreadable
    case 'BookBusyElsewhere': return EXIT.locked
    case 'NeedsPassphrase':
    case 'WrongPassphrase':
    case 'PassphraseTooCostly':
    case 'NotForAPassphrase': return EXIT.passphrase
    case 'StorageFull':
    case 'StorageUnavailable': return EXIT.noRoom
    default: return EXIT.checksFailed
  }
}

/** The exit of looking at a file: good whenever it could be described. */
export function inspectionToExit(inspection: Inspection): ExitCode {
  if (inspection.verdict === 'needs-passphrase') return EXIT.passphrase
  if (inspection.verdict === 'not-a-backup' || inspection.findings.some((finding) => finding.code === 'time-limit')) return EXIT.unreadable
  return EXIT.good
}

/** The exit of verifying a file: good only where nothing was found that keeps it from being accepted. */
export function verificationToExit(inspection: Inspection): ExitCode {
  const described = inspectionToExit(inspection)
  if (described !== EXIT.good) return described
  return inspection.findings.some((finding) => finding.severity === 'error') ? EXIT.checksFailed : EXIT.good
}
