import { cellToBound, type Cell } from '../../../core/base/cell'
import type { RecordRow, TableDescription } from '../../../core/book/bookDescription'
import { isTypable } from './isTypable'
import type { RecordPreset } from './useRecordForm'

/** What the address of a new record carries besides itself: it is kept in the browser's history, not in the address. */
export interface RecordState {
  /** What it begins with. */
  readonly preset: RecordPreset | null
  /** The name of the record that it is a copy of. */
  readonly copyOf: string | null
  /** Where the way leads once it is added. */
  readonly returnTo: string | null
  /** Where a record was last seen in its table. */
  readonly index: number | null
}

/** A record's place in the app, and what it is called there. */
export interface RecordPlace {
  readonly table: string
  readonly recordKey: string
  readonly title: string
  readonly state: RecordState
}

function readPreset(json: unknown): RecordPreset | null {
  if (typeof json !== 'string') return null
  try {
    const values: unknown = JSON.parse(json)
    if (typeof values !== 'object' || values === null) return null
    return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Cell] => cellToBound(entry[1]) !== null))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Reads the state of the browser's history; other pages leave other things there. */
export function readRecordState(state: unknown): RecordState {
  const held = typeof state === 'object' && state !== null ? (state as Record<string, unknown>) : {}
  const { preset, copyOf, returnTo, index } = held
  return {
    preset: readPreset(preset),
    copyOf: typeof copyOf === 'string' ? copyOf : null,
    returnTo: typeof returnTo === 'string' && returnTo.startsWith('/') ? returnTo : null,
    index: typeof index === 'number' ? index : null,
  }
}

/** What a copy of a record begins with: all but its files, and what no two records may share. */
export function copyPreset(table: TableDescription, row: RecordRow): RecordPreset {
  const entries = table.fields.flatMap((field, index) => {
    const cell = row.cells[index] ?? null
    const isBytes = cell !== null && typeof cell === 'object' && ('b' in cell || 'x' in cell)
    return cell === null || isBytes || field.unique || field.key || !isTypable(field, true) ? [] : [[field.name, cell] as const]
  })
  return Object.fromEntries(entries)
}
