import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Failure } from '../../core/base/failure'
import type { Progress } from '../../core/base/progress'
import { ok, type Result } from '../../core/base/result'
import type { BookHead } from '../../core/book/bookHead'
import type { SafetyCopyInfo } from '../../core/book/storage'
import type { SalvageReport } from '../../core/restore/salvage/salvageReport'
import type { Assessment, Run } from '../../worker/client/nightsafeClient'
import type { BookSummary } from '../../worker/deviceApi'
import type { GivenFile } from '../../worker/jobApi'
import { canBeUnlocked } from '../components/restore/verdictWords'
import { useClient } from '../useClient'

/** Where the restore page stands. */
export type RestoreState =
  /** Waiting for a file; `failure` tells why the file before could not be read. */
  | { readonly step: 'choose'; readonly failure: Failure | null }
  | { readonly step: 'reading'; readonly fileName: string }
  /** `failure` tells why the step that was asked for did not happen. */
  | { readonly step: 'assessed'; readonly given: GivenFile; readonly bookId: string | null; readonly assessment: Assessment; readonly failure: Failure | null }
  | { readonly step: 'working'; readonly given: GivenFile; readonly work: 'restore' | 'open' | 'salvage' }
  | { readonly step: 'restored'; readonly fileName: string; readonly head: BookHead; readonly safetyCopy: SafetyCopyInfo }
  /** `salvaged` tells what could be read, where the file was damaged. */
  | { readonly step: 'opened'; readonly fileName: string; readonly book: BookSummary; readonly asItself: boolean; readonly salvaged: SalvageReport | null }
  | { readonly step: 'brought-in'; readonly given: GivenFile; readonly outcome: BroughtIn }

/** What bringing records in did. */
export interface BroughtIn {
  readonly head: BookHead
  readonly added: number
  readonly changed: number
}

/** The right passphrase would open the file; the other locked ones take too long, or a key. */
const waitsForPassphrase = (assessment: Assessment) => assessment.inspection.verdict === 'needs-passphrase' && canBeUnlocked(assessment.inspection)

/** A file on its way in: read, held against a book, and restored, opened, or brought in. */
export const useRestoreStore = defineStore('restore', () => {
  const client = useClient()
  const state = shallowRef<RestoreState>({ step: 'choose', failure: null })
  const progress = shallowRef<Progress | null>(null)
  const unlocking = ref(false)
  /** The passphrase that was tried last does not open the file. */
  const wrongPassphrase = ref(false)
  /** Records are being brought in: what the file is held against changes, and that is no news. */
  const bringing = ref(false)
  let running: Run<unknown> | null = null

  const report = (latest: Progress) => {
    progress.value = latest
  }

  async function follow<T>(begin: () => Run<T>): Promise<Result<T, Failure>> {
    running?.cancel()
    progress.value = null
    const run = begin()
    running = run
    const result = await run.outcome
    if (running === run) {
      running = null
      progress.value = null
    }
    return result
  }

  /** The passphrases that this device keeps for its books, each once. */
  const keptPassphrases = () => [...new Set(Object.values(client.settings().books).flatMap(({ encryption }) => (encryption ? [encryption.passphrase] : [])))]

  /** Reads a file; a locked one is tried with the passphrases that this device knows. Null when another file was chosen meanwhile. */
  async function read(given: GivenFile, bookId: string | null, reading: RestoreState): Promise<Result<{ assessment: Assessment; given: GivenFile }, Failure> | null> {
    const first = await follow(() => client.assessFile(given, bookId, report))
    if (state.value !== reading) return null
    if (!first.ok) return first
    const known = given.passphrase === null && waitsForPassphrase(first.value) ? keptPassphrases() : []
    for (const passphrase of known) {
      const tried = { ...given, passphrase }
      const result = await follow(() => client.assessFile(tried, bookId, report))
      if (state.value !== reading) return null
      if (!result.ok) return result
      if (!waitsForPassphrase(result.value)) return ok({ assessment: result.value, given: tried })
    }
    return ok({ assessment: first.value, given })
  }

  /** Reads a file without changing anything, and holds it against a book (null = there is none). */
  async function assess(given: GivenFile, bookId: string | null): Promise<void> {
    if (state.value.step === 'working') return
    const reading: RestoreState = { step: 'reading', fileName: given.file.name }
    state.value = reading
    wrongPassphrase.value = false
    bringing.value = false
    const result = await read(given, bookId, reading)
    if (!result) return
    state.value = result.ok
      ? { step: 'assessed', given: result.value.given, bookId, assessment: result.value.assessment, failure: null }
      : { step: 'choose', failure: result.failure.type === 'Cancelled' ? null : result.failure }
  }

  /** Tries a passphrase on the locked file that is shown; it stays shown until one opens it. */
  async function unlock(passphrase: string): Promise<void> {
    const before = state.value
    if (before.step !== 'assessed' || unlocking.value) return
    unlocking.value = true
    wrongPassphrase.value = false
    const given = { ...before.given, passphrase }
    const result = await follow(() => client.assessFile(given, before.bookId, report)).finally(() => (unlocking.value = false))
    if (state.value !== before) return
    if (!result.ok) {
      if (result.failure.type !== 'Cancelled') state.value = { ...before, failure: result.failure }
    } else if (waitsForPassphrase(result.value)) wrongPassphrase.value = true
    else state.value = { ...before, given, assessment: result.value, failure: null }
  }

  async function work<T>(kind: 'restore' | 'open' | 'salvage', begin: (given: GivenFile, bookId: string | null) => Run<T>, done: (value: T, given: GivenFile) => RestoreState) {
    const before = state.value
    if (before.step !== 'assessed') return null
    const { given, bookId } = before
    state.value = { step: 'working', given, work: kind }
    const result = await follow(() => begin(given, bookId))
    state.value = result.ok ? done(result.value, given) : { ...before, failure: result.failure }
    return result
  }

  /** Restores the assessed file over the book it was held against. */
  async function restoreOver(): Promise<Result<{ head: BookHead; safetyCopy: SafetyCopyInfo }, Failure> | null> {
    const { value } = state
    if (value.step !== 'assessed' || value.bookId === null) return null
    const { bookId } = value
    return work('restore', (given) => client.restoreOver(given, bookId, report), (restored, { file }) => ({ step: 'restored', fileName: file.name, ...restored }))
  }

  /** Opens the assessed file as a book of its own; `asItself` only tells that it is the person's own book coming back. */
  const openAsNewBook = (request: { name: string; currency: string; wake: boolean }, asItself: boolean) =>
    work<BookSummary>('open', (given) => client.openAsNewBook(given, request, report), (book, { file }) => ({ step: 'opened', fileName: file.name, book, asItself, salvaged: null }))

  /** Reads what can still be read of the damaged file into a new book. */
  const openSalvaged = (request: { name: string; currency: string }) =>
    work<{ book: BookSummary; report: SalvageReport }>(
      'salvage',
      (given) => client.openSalvaged(given, request, report),
      (saved, { file }) => ({ step: 'opened', fileName: file.name, book: saved.book, asItself: false, salvaged: saved.report }),
    )

  /** Records of the file that is shown were brought into the book. */
  function noteBroughtIn(outcome: BroughtIn): void {
    if (state.value.step === 'assessed') state.value = { step: 'brought-in', given: state.value.given, outcome }
  }

  function cancel(): void {
    running?.cancel()
  }

  /** Back to waiting for a file; stops what is under way. */
  function reset(): void {
    running?.cancel()
    bringing.value = false
    state.value = { step: 'choose', failure: null }
  }

  return { state, progress, unlocking, wrongPassphrase, bringing, assess, unlock, restoreOver, openAsNewBook, openSalvaged, noteBroughtIn, cancel, reset }
})
