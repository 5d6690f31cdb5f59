import type { Cell } from '../../../core/base/cell'
import { cellToBound } from '../../../core/base/cell'
import type { RecordKey } from '../../../core/book/bookDescription'

/** The place of a record that does not exist yet; no key is written like it. */
export const NEW_RECORD = 'new'

/** A record's key as it stands in an address: `12`, or JSON for keys of several cells, text or tags. */
export function recordKeyToPath(key: RecordKey): string {
  const [only] = key
  return key.length === 1 && typeof only === 'number' && Number.isSafeInteger(only) && only >= 0 ? String(only) : JSON.stringify(key)
}

/** The key that an address names; null when it names none (typed by hand, or `new`). */
export function pathToRecordKey(path: string): RecordKey | null {
  if (/^(0|[1-9][0-9]{0,15})$/.test(path)) return Number.isSafeInteger(Number(path)) ? [Number(path)] : null
  if (!path.startsWith('[')) return null
  try {
    const cells: unknown = JSON.parse(path)
    return Array.isArray(cells) && cells.length > 0 && cells.every((cell) => cellToBound(cell) !== null) ? (cells as Cell[]) : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Whether two keys name the same record. */
export function equalKeys(a: RecordKey, b: RecordKey): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
