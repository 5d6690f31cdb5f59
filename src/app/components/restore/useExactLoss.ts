import { onScopeDispose, shallowRef } from 'vue'
import type { DifferenceSummary } from '../../../core/restore/difference/difference'
import type { GivenFile } from '../../../worker/jobApi'
import { useClient } from '../../useClient'
import type { LossLine } from './lossLines'

/** What goes, table by table, told record by record: records that only this device has, and those with other values. */
export function exactLossLines({ tables }: DifferenceSummary): readonly LossLine[] {
  return tables.flatMap(({ name: table, side, here, onlyHere, changed }): LossLine[] => {
    if (side === 'only-here') return [{ table, what: 'gone', records: here }]
    return [
      ...(onlyHere > 0 ? [{ table, what: 'goes', records: onlyHere } as const] : []),
      ...(changed > 0 ? [{ table, what: 'changes', records: changed } as const] : []),
    ]
  })
}

/**
 * Compares a file with the open book, record by record, in the background. Null until that is done, or where it cannot
 * be: then the numbers of records have to say it.
 */
export function useExactLoss(given: GivenFile, bookId: string) {
  const lines = shallowRef<readonly LossLine[] | null>(null)
  const run = useClient().openDifference({ kind: 'file', given, intoTable: null }, bookId, () => undefined)
  let gone = false
  void run.outcome.then((opened) => {
    if (!opened.ok) return
    if (!gone) lines.value = exactLossLines(opened.value.summary)
    opened.value.close()
  })
  onScopeDispose(() => {
    gone = true
    run.cancel()
  })
  return lines
}
