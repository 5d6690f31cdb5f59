import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Failure } from '../../core/base/failure'
import type { Progress } from '../../core/base/progress'
import type { Result } from '../../core/base/result'
import type { BookHead } from '../../core/book/bookHead'
import type { SafetyCopyInfo } from '../../core/book/storage'
import type { Assessment, Run } from '../../worker/client/nightsafeClient'
import type { BookSummary } from '../../worker/deviceApi'
import { useClient } from '../useClient'

/** Where the restore page stands. */
export type RestoreState =
  /** Waiting for a file; `failure` tells why the file before could not be read. */
  | { readonly step: 'choose'; readonly failure: Failure | null }
  | { readonly step: 'reading'; readonly fileName: string }
  /** `failure` tells why the step that was asked for did not happen. */
  | { readonly step: 'assessed'; readonly file: File; readonly bookId: string | null; readonly assessment: Assessment; readonly failure: Failure | null }
  | { readonly step: 'working'; readonly file: File; readonly work: 'restore' | 'open' }
  | { readonly step: 'restored'; readonly fileName: string; readonly head: BookHead; readonly safetyCopy: SafetyCopyInfo }
  | { readonly step: 'opened'; readonly fileName: string; readonly book: BookSummary; readonly asItself: boolean }

/** A file on its way in: read, held against a book, and restored or opened. */
export const useRestoreStore = defineStore('restore', () => {
  const client = useClient()
  const state = shallowRef<RestoreState>({ step: 'choose', failure: null })
  const progress = shallowRef<Progress | null>(null)
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

  /** Reads a file without changing anything, and holds it against a book (null = there is none). */
  async function assess(file: File, bookId: string | null): Promise<void> {
    if (state.value.step === 'working') return
    const reading: RestoreState = { step: 'reading', fileName: file.name }
    state.value = reading
    const result = await follow(() => client.assessFile(file, bookId, report))
    // another file was chosen meanwhile
    if (state.value !== reading) return
    state.value = result.ok
      ? { step: 'assessed', file, bookId, assessment: result.value, failure: null }
      : { step: 'choose', failure: result.failure.type === 'Cancelled' ? null : result.failure }
  }

  /** Restores the assessed file over the book it was held against. */
  async function restoreOver(): Promise<Result<{ head: BookHead; safetyCopy: SafetyCopyInfo }, Failure> | null> {
    const before = state.value
    if (before.step !== 'assessed' || before.bookId === null) return null
    const { file, bookId } = before
    state.value = { step: 'working', file: before.file, work: 'restore' }
    const result = await follow(() => client.restoreOver(file, bookId, report))
    state.value = result.ok ? { step: 'restored', fileName: before.file.name, ...result.value } : { ...before, failure: result.failure }
    return result
  }

  /** Opens the assessed file as a book of its own; `asItself` only tells that it is the person's own book coming back. */
  async function openAsNewBook(request: { name: string; currency: string; wake: boolean }, asItself: boolean): Promise<Result<BookSummary, Failure> | null> {
    const before = state.value
    if (before.step !== 'assessed') return null
    state.value = { step: 'working', file: before.file, work: 'open' }
    const result = await follow(() => client.openAsNewBook(before.file, request, report))
    state.value = result.ok ? { step: 'opened', fileName: before.file.name, book: result.value, asItself } : { ...before, failure: result.failure }
    return result
  }

  function cancel(): void {
    running?.cancel()
  }

  /** Back to waiting for a file; stops what is under way. */
  function reset(): void {
    running?.cancel()
    state.value = { step: 'choose', failure: null }
  }

  return { state, progress, assess, restoreOver, openAsNewBook, cancel, reset }
})
