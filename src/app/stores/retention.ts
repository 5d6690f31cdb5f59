import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Failure } from '../../core/base/failure'
import type { Inspection } from '../../core/restore/inspection'
import type { Assessment, Run } from '../../worker/client/nightsafeClient'
import { useClient } from '../useClient'

/** How far reading a folder of backups has come. */
export interface FolderReading {
  readonly done: number
  readonly total: number
}

/** Reads the files of a folder one after the other, each in full and in a worker of its own. Changes nothing. */
export const useRetentionStore = defineStore('retention', () => {
  const client = useClient()
  const reading = shallowRef<FolderReading | null>(null)
  let running: Run<Assessment> | null = null
  let stopped = false

  async function inspect(file: File, passphrase: string | null): Promise<Inspection | Failure> {
    running = client.assessFile({ file, passphrase, entry: null, wal: null }, null, () => undefined)
    const assessed = await running.outcome.finally(() => (running = null))
    return assessed.ok ? assessed.value.inspection : assessed.failure
  }

  /** Tries the passphrases one after the other on a locked file. */
  async function read(file: File, passphrases: readonly string[]): Promise<Inspection | Failure> {
    let found = await inspect(file, null)
    for (const passphrase of passphrases) {
      if (stopped || 'type' in found || found.verdict !== 'needs-passphrase') break
      found = await inspect(file, passphrase)
    }
    return found
  }

  /** Gives each file's inspection, in the order given, or why they could not be read (`Cancelled`: the person stopped it). */
  async function readAll(files: readonly File[]): Promise<readonly { readonly file: File; readonly inspection: Inspection }[] | Failure> {
    const passphrases = [...new Set(Object.values(client.settings().books).flatMap(({ encryption }) => (encryption ? [encryption.passphrase] : [])))]
    const all: { file: File; inspection: Inspection }[] = []
    stopped = false
    try {
      for (const file of files) {
        reading.value = { done: all.length, total: files.length }
        const inspection = await read(file, passphrases)
        if (stopped) return { type: 'Cancelled' }
        if ('type' in inspection) return inspection
        all.push({ file, inspection })
      }
    } finally {
      reading.value = null
    }
    return all
  }

  function cancel(): void {
    stopped = true
    running?.cancel()
  }

  return { reading, readAll, cancel }
})
