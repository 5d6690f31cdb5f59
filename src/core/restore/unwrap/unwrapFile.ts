import type { Failure, NotABackupHint } from '../../base/failure'
import type { Work } from '../../base/progress'
import type { Compression } from '../../backup/compression'
import type { Encryption } from '../../backup/encryption'
import { openGzip, UNPACKED_LIMIT } from '../../backup/sealedGzip'
import { detectFormat, type DetectedFormat } from '../detectFormat'
import { errorFinding, unpackingToFinding } from '../failureToFinding'
import { peelContents, type FileContents, type OpenWrapper } from '../fileContents'
import type { ArchiveEntry, FileVerdict, Finding, Wrapper } from '../inspection'
import type { InspectRequest } from '../inspectRequest'
import { inspectArchive } from './inspectArchive'
import { openAge } from './openAge'
import type { ReadArchive } from './readArchive'

/** What unwrapping needs from the platform. */
export interface UnwrapDeps {
  readonly compression: Compression
  readonly encryption: Encryption
  readonly readArchive: ReadArchive
  /** Bytes above which a file is refused unread, packed or not; 2 GiB when left out. */
  readonly limit?: number
}

/** What is inside all the wrappers of a file, or why nothing is. `wrappers` are those that were opened, outermost first. */
export type Unwrapped =
  | {
    readonly kind: 'opened'
    readonly wrappers: readonly Wrapper[]
    readonly contents: FileContents
    readonly detected: DetectedFormat
    /** The name that an archive gives what was taken out of it; null outside archives. */
    readonly name: string | null
    /** The log that lay beside a database in the same archive. */
    readonly wal: FileContents | null
    readonly findings: readonly Finding[]
  }
  | {
    readonly kind: 'refused'
    readonly wrappers: readonly Wrapper[]
    readonly verdict: FileVerdict
    readonly finding: Finding
    readonly hint: NotABackupHint | null
    readonly choices: readonly ArchiveEntry[]
    /** The failure itself, where the file could not be unlocked. */
    readonly locked?: Failure
  }

type Opened = Extract<Unwrapped, { kind: 'opened' }>

function refused(wrappers: readonly Wrapper[], verdict: FileVerdict, finding: Finding, hint: NotABackupHint | null = null, choices: readonly ArchiveEntry[] = []): Unwrapped {
  return { kind: 'refused', wrappers, verdict, finding, hint, choices }
}

function broken(wrappers: readonly Wrapper[], failure: Failure): Unwrapped {
  const { verdict, finding } = unpackingToFinding(failure)
  if (verdict !== 'needs-passphrase') return refused(wrappers, verdict, finding)
  return { kind: 'refused', wrappers, verdict, finding, hint: 'age', choices: [], locked: failure }
}

const EMPTY_INSIDE: Record<Wrapper, string> = {
  age: 'The file inside the encryption is empty.',
  gzip: 'The file inside the gzip file is empty.',
  tar: 'The file inside the archive is empty.',
}

async function peel(before: Opened, wrapper: Wrapper, open: OpenWrapper): Promise<Unwrapped> {
  const wrappers = [...before.wrappers, wrapper]
  const contents = await peelContents(before.contents, open)
  if (!contents.ok) return broken(wrappers, contents.failure)
  const { head, size } = contents.value
  if (size === 0) return refused(wrappers, 'not-a-backup', errorFinding('empty', EMPTY_INSIDE[wrapper]))
  return { ...before, wrappers, contents: contents.value, detected: detectFormat(head, size ?? Number.MAX_SAFE_INTEGER) }
}

async function unlock(deps: UnwrapDeps, before: Opened, passphrase: string | null): Promise<Unwrapped> {
  if (passphrase === null || passphrase === '') return broken([...before.wrappers, 'age'], { type: 'NeedsPassphrase' })
  return peel(before, 'age', openAge(deps.encryption, passphrase))
}

async function unpack(deps: UnwrapDeps, before: Opened): Promise<Unwrapped> {
  const limit = Math.min(deps.limit ?? UNPACKED_LIMIT, UNPACKED_LIMIT)
  return peel(before, 'gzip', (chunks) => openGzip(deps.compression, before.contents.head, chunks, limit))
}

async function unarchive(deps: UnwrapDeps, before: Opened, entry: string | null): Promise<Unwrapped> {
  const wrappers: Wrapper[] = [...before.wrappers, 'tar']
  const inside = await inspectArchive(deps.readArchive, before.contents, entry)
  if (!inside.ok) return broken(wrappers, inside.failure)
  switch (inside.value.kind) {
    case 'nothing': return refused(wrappers, 'not-a-backup', inside.value.finding, 'tar')
    case 'choice': return refused(wrappers, 'needs-choice', inside.value.finding, null, inside.value.choices)
    case 'taken': {
      const { name, contents, wal, findings } = inside.value
      return { kind: 'opened', wrappers, contents, name, wal, findings, detected: detectFormat(contents.head, contents.size ?? Number.MAX_SAFE_INTEGER) }
    }
  }
}

const isTar = (detected: DetectedFormat) => detected.kind === 'other' && detected.hint === 'tar'

/** Takes off what a file is wrapped in, in one fixed order: encryption, packing, archive. Each at most once, with caps. */
export async function unwrapFile(deps: UnwrapDeps, contents: FileContents, work: Work, { passphrase, entry }: InspectRequest): Promise<Unwrapped> {
  const detected = detectFormat(contents.head, contents.size ?? Number.MAX_SAFE_INTEGER)
  let state: Unwrapped = { kind: 'opened', wrappers: [], contents, detected, name: null, wal: null, findings: [] }
  const report = () => work.report({ step: 'unpacking', done: 0, total: contents.packedSize })
  if (state.detected.kind === 'age') {
    report()
    state = await unlock(deps, state, passphrase)
  }
  if (state.kind === 'opened' && state.detected.kind === 'gzip') {
    report()
    state = await unpack(deps, state)
  }
  if (state.kind === 'opened' && isTar(state.detected)) {
    report()
    state = await unarchive(deps, state, entry)
  }
  return state
}
