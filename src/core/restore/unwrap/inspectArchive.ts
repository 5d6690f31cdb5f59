import type { Failure } from '../../base/failure'
import { sizeToText } from '../../base/failureTexts'
import { ok, type Result } from '../../base/result'
import { listNames } from '../checkDatabase'
import { errorFinding } from '../failureToFinding'
import { peelContents, type FileContents } from '../fileContents'
import type { ArchiveEntry, Finding } from '../inspection'
import { openMember } from './openMember'
import type { ReadArchive } from './readArchive'
import { MEMBER_LIMIT, scanArchive, type MemberRole, type ScannedArchive, type ScannedFile } from './scanArchive'

/** What an archive holds for a restore: one file to take, or several to choose from, or nothing. */
export type ArchiveContents =
  | { readonly kind: 'taken'; readonly name: string; readonly contents: FileContents; readonly wal: FileContents | null; readonly findings: readonly Finding[] }
  | { readonly kind: 'choice'; readonly choices: readonly ArchiveEntry[]; readonly finding: Finding }
  | { readonly kind: 'nothing'; readonly finding: Finding }

/** What can be taken out of an archive, the likeliest first. */
const ROLES: readonly MemberRole[] = ['database', 'backup', 'tables']

/** The files that can be meant: the databases, or where there is none, the backups in other formats, and so on. */
function listCandidates(files: readonly ScannedFile[]): ScannedFile[] {
  const role = ROLES.find((wanted) => files.some((file) => file.role === wanted))
  return files.filter((file) => file.role === role)
}

function choose(files: readonly ScannedFile[], candidates: readonly ScannedFile[], entry: string | null): ScannedFile | undefined {
  if (entry !== null) return files.find(({ name, role }) => name === entry && ROLES.includes(role))
  return candidates.length === 1 ? candidates[0] : undefined
}

/** What is left behind of an archive of which one file was taken, if anything. */
function restFindings({ files, passedOver }: ScannedArchive, taken: ScannedFile): Finding[] {
  const companions = [taken.name, `${taken.name}-wal`, `${taken.name}-shm`]
  const left = files.filter(({ name }) => !companions.includes(name)).map(({ name }) => name)
  const parts = [
    ...(left.length > 0 ? [`The archive also holds ${listNames(left)}.`] : []),
    ...(passedOver > 0 ? [`${passedOver} ${passedOver === 1 ? 'link or device was' : 'links or devices were'} passed over.`] : []),
  ]
  return parts.length > 0 ? [{ code: 'not-carried', severity: 'info', detail: parts.join(' ') }] : []
}

function nothingIn({ files, passedOver }: ScannedArchive): Finding {
  if (files.length === 0 && passedOver === 0) return errorFinding('empty', 'The archive is empty.')
  const found = files.length > 0 ? ` It holds ${listNames(files.map(({ name }) => name))}.` : ''
  return errorFinding('not-a-backup', `There is no database and no known backup in the archive.${found}`)
}

function asChoice(candidates: readonly ScannedFile[], entry: string | null): ArchiveContents {
  const choices = candidates.map(({ name, size }) => ({ name, size }))
  const listed = listNames(choices.map(({ name, size }) => `${name} (${sizeToText(size)})`))
  const detail = entry === null ? `It holds ${listed}.` : `There is no “${entry}” in it. It holds ${listed}.`
  return { kind: 'choice', choices, finding: errorFinding('needs-choice', detail) }
}

/** Looks through an archive and takes the one file that is meant. Fails where the archive, or a wrapper around it, is damaged. */
export async function inspectArchive(readArchive: ReadArchive, archive: FileContents, entry: string | null): Promise<Result<ArchiveContents, Failure>> {
  const scanned = await scanArchive(readArchive, archive)
  if (!scanned.ok) return scanned
  const { files, tooMany } = scanned.value
  if (tooMany) return ok({ kind: 'nothing', finding: errorFinding('too-large', `The archive holds more than ${MEMBER_LIMIT} files.`) })
  const candidates = listCandidates(files)
  if (candidates.length === 0) return ok({ kind: 'nothing', finding: nothingIn(scanned.value) })
  const taken = choose(files, candidates, entry)
  if (!taken) return ok(asChoice(candidates, entry))
  const contents = await peelContents(archive, openMember(readArchive, taken.index))
  if (!contents.ok) return contents
  const log = files.find(({ name, role }) => role === 'wal' && name === `${taken.name}-wal`)
  const wal = log ? await peelContents(archive, openMember(readArchive, log.index)) : ok(null)
  if (!wal.ok) return wal
  return ok({ kind: 'taken', name: taken.name, contents: { ...contents.value, size: taken.size }, wal: wal.value, findings: restFindings(scanned.value, taken) })
}
