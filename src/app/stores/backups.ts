import { defineStore } from 'pinia'
import { onScopeDispose, ref, shallowRef } from 'vue'
import type { BackupForm, BackupKind } from '../../core/backup/manifest'
import type { Failure } from '../../core/base/failure'
import type { Progress } from '../../core/base/progress'
import { fail, type Result } from '../../core/base/result'
import type { SafetyCopyInfo } from '../../core/book/storage'
import type { CheckedBackup, Run } from '../../worker/client/nightsafeClient'
import type { MadeBackup } from '../../worker/jobApi'
import { useClient } from '../useClient'

/** What a backup is asked to be; form, packing and encryption come from the settings. */
export interface BackupWish {
  readonly kind: BackupKind
  readonly note: string
  /** The settings' unless given. */
  readonly form?: BackupForm
  readonly gzip?: boolean
  /** The book's passphrase unless given; null = not encrypted this time. */
  readonly passphrase?: string | null
}

/** How the latest attempt to make a backup ended. */
export type BackupOutcome =
  | { readonly state: 'offered'; readonly kind: BackupKind; readonly fileName: string; readonly offeredAt: number }
  | { readonly state: 'failed'; readonly kind: BackupKind; readonly failure: Failure }

/** How the latest check of a file ended. */
export type CheckOutcome = { readonly fileName: string; readonly result: Result<CheckedBackup, Failure> }

/** Making and checking backups of the open book, and the safety copies that this browser keeps of it. */
export const useBackupsStore = defineStore('backups', () => {
  const client = useClient()
  const making = ref<BackupKind | null>(null)
  const checking = ref<string | null>(null)
  const progress = shallowRef<Progress | null>(null)
  const outcome = shallowRef<BackupOutcome | null>(null)
  const checkOutcome = shallowRef<CheckOutcome | null>(null)
  const safetyCopies = shallowRef<readonly SafetyCopyInfo[]>([])
  const undoable = shallowRef<SafetyCopyInfo | null>(null)
  /** The safety copy whose undo the person does not want to be reminded of. */
  const undoDismissed = ref('')
  let running: Run<unknown> | null = null
  let shownBook = ''

  const report = (latest: Progress) => {
    progress.value = latest
  }

  async function follow<T>(begin: () => Run<T>): Promise<Result<T, Failure>> {
    progress.value = null
    const run = begin()
    running = run
    return run.outcome.finally(() => {
      running = null
      progress.value = null
    })
  }

  /** Makes a backup and hands its file to `offer`. One at a time: null while one is being made or checked. */
  async function make(bookId: string, wish: BackupWish, offer: (made: MadeBackup) => void): Promise<Result<MadeBackup, Failure> | null> {
    if (running) return null
    making.value = wish.kind
    outcome.value = null
    const made = await follow(() => client.makeBackup(bookId, wish, report, offer)).finally(() => (making.value = null))
    if (!made.ok) outcome.value = { state: 'failed', kind: wish.kind, failure: made.failure }
    return made
  }

  /** Notes that the file of a made backup was handed to the browser. */
  function noteOffered(kind: BackupKind, fileName: string): void {
    outcome.value = { state: 'offered', kind, fileName, offeredAt: client.clock.now().utc }
  }

  /** Reads a file as a backup of the book and confirms it when it is one that was made here. */
  async function check(bookId: string, file: File): Promise<void> {
    if (running) return
    checking.value = file.name
    checkOutcome.value = null
    const result = await follow(() => client.checkBackup(file, bookId, report)).finally(() => (checking.value = null))
    checkOutcome.value = { fileName: file.name, result }
  }

  /** Stops what is under way; it then ends as cancelled. */
  const cancel = () => running?.cancel()

  function forgetOutcomes(): void {
    outcome.value = null
    checkOutcome.value = null
  }

  /** Reads which safety copies there are and whether the latest restore can be undone. */
  async function loadCopies(bookId: string): Promise<Result<undefined, Failure>> {
    shownBook = bookId
    const [copies, latest] = await Promise.all([client.device.listSafetyCopies(bookId), client.device.undoableRestore(bookId)])
    // another book was opened meanwhile
    if (shownBook !== bookId) return { ok: true, value: undefined }
    safetyCopies.value = copies.ok ? copies.value : []
    undoable.value = latest.ok ? latest.value : null
    if (!copies.ok) return copies
    return latest.ok ? { ok: true, value: undefined } : latest
  }

  const readCopy = (bookId: string, id: string) => client.device.readSafetyCopy(bookId, id)

  /** Puts the book back as it was before the latest restore. */
  async function undoRestore(bookId: string): ReturnType<typeof client.device.undoRestore> {
    if (running) return fail({ type: 'BookBusyElsewhere' })
    const undone = await client.device.undoRestore(bookId, client.clock.now(), client.settings().operatorName)
    await loadCopies(bookId)
    return undone
  }

  function dismissUndo(): void {
    undoDismissed.value = undoable.value?.id ?? ''
  }

  onScopeDispose(
    client.onEvent((event) => {
      // restores and undos of other windows
      if (event.type === 'journal-grew' && shownBook !== '') void loadCopies(shownBook)
    }),
  )

  return {
    making, checking, progress, outcome, checkOutcome, safetyCopies, undoable, undoDismissed,
    make, noteOffered, check, cancel, forgetOutcomes, loadCopies, readCopy, undoRestore, dismissUndo,
  }
})
