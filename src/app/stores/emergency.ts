import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Failure } from '../../core/base/failure'
import type { Progress } from '../../core/base/progress'
import type { Result } from '../../core/base/result'
import type { EmergencyOutcome } from '../../worker/client/emergency'
import type { Run } from '../../worker/client/nightsafeClient'
import { useClient } from '../useClient'

/** Where an emergency restore stands. */
export type EmergencyState =
  | { readonly step: 'asked' }
  | { readonly step: 'working' }
  | { readonly step: 'done'; readonly outcome: EmergencyOutcome }
  | { readonly step: 'failed'; readonly failure: Failure }

/** The emergency restore: the newest good copy, wherever it is, without choosing. One at a time; goes on without its window. */
export const useEmergencyStore = defineStore('emergency', () => {
  const client = useClient()
  const state = shallowRef<EmergencyState>({ step: 'asked' })
  const progress = shallowRef<Progress | null>(null)
  let running: Run<EmergencyOutcome> | null = null

  /** `bookId` null: the device holds nothing. */
  async function run(bookId: string | null, files: readonly File[]): Promise<Result<EmergencyOutcome, Failure> | null> {
    if (running) return null
    state.value = { step: 'working' }
    progress.value = null
    running = client.emergencyRestore(bookId, files, (latest) => (progress.value = latest))
    const result = await running.outcome.finally(() => (running = null))
    if (result.ok) state.value = { step: 'done', outcome: result.value }
    else state.value = result.failure.type === 'Cancelled' ? { step: 'asked' } : { step: 'failed', failure: result.failure }
    return result
  }

  const cancel = () => running?.cancel()

  /** Back to the question, unless work is under way. */
  function reset(): void {
    if (!running) state.value = { step: 'asked' }
  }

  return { state, progress, run, cancel, reset }
})
