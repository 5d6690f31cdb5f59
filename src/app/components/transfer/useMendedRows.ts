import { shallowRef } from 'vue'
import type { MendedRow } from '../../../core/transfer/importPlan'

/** What a person did with the rows of a file that do not fit: what was put in them, and which are left out. */
export function useMendedRows() {
  /** Each row once, whether it fits by now or not. */
  const mended = shallowRef<readonly MendedRow[]>([])
  /** Rows that the person does not want to see any more. */
  const leftOut = shallowRef<ReadonlySet<number>>(new Set())

  /** Adds to what was put in a row before. Gives the whole of it. */
  function keepMended({ row, values }: MendedRow): MendedRow {
    const before = mended.value.find((one) => one.row === row)
    const whole = { row, values: { ...before?.values, ...values } }
    mended.value = before ? mended.value.map((one) => (one === before ? whole : one)) : [...mended.value, whole]
    return whole
  }

  function forgetMended(row: number): void {
    mended.value = mended.value.filter((one) => one.row !== row)
  }

  function forgetRows(): void {
    mended.value = []
    leftOut.value = new Set()
  }

  return { mended, leftOut, keepMended, forgetMended, forgetRows }
}
