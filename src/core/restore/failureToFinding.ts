import type { Failure } from '../base/failure'
import type { BackupProblem } from '../backup/backupProblem'
import { describeFailure } from '../base/failureTexts'
import type { FileFormat, FileVerdict, Finding, FindingCode } from './inspection'

/** A finding that keeps the file from being accepted. */
export function errorFinding(code: FindingCode, detail: string): Finding {
  return { code, severity: 'error', detail }
}

/** What SQLite says of a file that it cannot work with. Its words are all there is to tell damage from sheer size. */
export function sqliteFinding(message: string): Finding {
  return message === 'out of memory' ? errorFinding('too-large', 'It holds a value that is larger than can be taken in here.') : errorFinding('corrupt', message)
}

/** What a reader found wrong with a backup that it could still read, as findings. */
export function problemToFinding(problem: BackupProblem): Finding {
  return errorFinding(problem.code, problem.detail)
}

function verdictOf(finding: Finding): { verdict: FileVerdict; finding: Finding } {
  return { verdict: finding.code === 'too-large' ? 'not-a-backup' : 'damaged', finding }
}

/** What a failure says of the file, for the failures that reading a file's contents can end in. */
export function failureToFinding(failure: Failure): { verdict: FileVerdict; finding: Finding } {
  const { title, detail } = describeFailure(failure)
  switch (failure.type) {
    case 'NewerFormat':
      return { verdict: 'newer-app', finding: errorFinding('newer-format', detail) }
    case 'SealMismatch':
      return { verdict: 'damaged', finding: errorFinding('seal-mismatch', detail) }
    case 'DigestMismatch':
      return { verdict: 'damaged', finding: errorFinding('digest-mismatch', detail) }
    case 'Damaged':
      return verdictOf(sqliteFinding(failure.detail))
    case 'NeedsPassphrase':
      return { verdict: 'needs-passphrase', finding: errorFinding('needs-passphrase', 'It is encrypted with age.') }
    case 'WrongPassphrase':
      return { verdict: 'needs-passphrase', finding: errorFinding('wrong-passphrase', detail) }
    case 'PassphraseTooCostly':
      return { verdict: 'needs-passphrase', finding: errorFinding('passphrase-too-costly', detail) }
    case 'NotForAPassphrase':
      return { verdict: 'needs-passphrase', finding: errorFinding('not-for-a-passphrase', detail) }
    case 'TooDeep':
      return { verdict: 'damaged', finding: errorFinding('too-deep', detail) }
    case 'DecompressionTooLarge':
      return { verdict: 'not-a-backup', finding: errorFinding('decompression-too-large', detail) }
    case 'FileUnreadable':
      return { verdict: 'not-a-backup', finding: errorFinding('unreadable', failure.reason) }
    case 'TimeLimit':
      return { verdict: 'damaged', finding: errorFinding('time-limit', detail) }
    default:
      return { verdict: 'not-a-backup', finding: errorFinding('unreadable', `${title}. ${detail}`) }
  }
}

/** The same for what went wrong while unpacking: there it is the wrapper that is broken. */
export function unpackingToFinding(failure: Failure): { verdict: FileVerdict; finding: Finding } {
  if (failure.type === 'SealMismatch') {
    return { verdict: 'damaged', finding: errorFinding('wrapper-changed', 'The packed bytes are not, one for one, those that were written.') }
  }
  if (failure.type === 'Damaged') return { verdict: 'damaged', finding: errorFinding('decompression-failed', failure.detail) }
  return failureToFinding(failure)
}

/** Findings about a wrapper or a size: there is nothing behind them that could be read by page or by record. */
const HOPELESS: ReadonlySet<FindingCode> = new Set<FindingCode>(['too-large', 'unreadable', 'decompression-too-large', 'empty'])

/** Formats of which no salvage reads what is left: their values say too little of where a record begins and ends. */
const NOT_SALVAGED: ReadonlySet<FileFormat | null> = new Set<FileFormat | null>(['csv', 'xlsx', 'sql-dump'])

/** Whether something can probably still be read of a damaged file, by what it is and what was found wrong with it. */
export function canSalvage(format: FileFormat | null, codes: readonly FindingCode[]): boolean {
  return !NOT_SALVAGED.has(format) && !codes.some((code) => HOPELESS.has(code))
}
