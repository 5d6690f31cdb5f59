import { equalCells, type Cell } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { FieldChangePreview, FieldDescription, FieldDraft, MisfitReason, RecordKey } from '../bookDescription'
import type { ReferenceTarget } from '../fieldSql'
import { keySql, type KeyedTable } from '../keyedTable'
import { readRowJson, rowJsonSql, WINDOW_BLOB_BYTES } from '../rowJson'
import type { SqlDatabase } from '../sqlEngine'
import { createTargetFinder } from './checkReferences'
import { convertCell, type Conversion } from './convertCell'
import { isBelow } from './isBelow'

/** A value that has to be written anew. */
export interface Converted {
  readonly key: RecordKey
  readonly cell: Cell
}

/** What a field is to hold, and what it is to demand of its values. */
export interface FieldPlan {
  /** null = the values stay as they are. */
  readonly conversion: Conversion | null
  readonly draft: Pick<FieldDraft, 'required' | 'unique' | 'least' | 'most'>
  readonly target: ReferenceTarget | null
}

/** What reading through a field's values found. */
export interface FieldScan {
  readonly records: number
  /** How many do not fit. */
  readonly misfits: number
  readonly examples: FieldChangePreview['examples']
  readonly converted: readonly Converted[]
}

/** Records that a preview or a failure names. */
const MAX_EXAMPLES = 20
/** Characters of a text shown in an example. */
const MAX_TEXT = 200

const shortCell = (cell: Cell): Cell => (typeof cell === 'string' ? cell.slice(0, MAX_TEXT) : cell && typeof cell === 'object' && 'b' in cell ? { b: '' } : cell)

/** Why a value does not fit, and what it becomes. */
function createJudge(db: SqlDatabase, { conversion, draft, target }: FieldPlan) {
  const { required, least = null, most = null } = draft
  const seen = draft.unique ? new Set<string>() : null
  const targets = target && createTargetFinder(db, target)
  const known = new Map<Cell, boolean>()

  function isThere(cell: Cell): boolean {
    if (!targets) return true
    const there = known.get(cell) ?? targets.has(cell)
    known.set(cell, there)
    return there
  }

  function judge(cell: Cell): { reason: MisfitReason | null; cell: Cell } {
    const misfit = (reason: MisfitReason) => ({ reason, cell })
    if (cell === null || cell === '') {
      if (required) return misfit('empty')
      if (cell === null) return { reason: null, cell }
    }
    const converted = conversion ? convertCell(cell, conversion) : cell
    if (converted === undefined) return misfit('kind')
    if (least !== null && isBelow(converted, least)) return misfit('least')
    if (most !== null && isBelow(most, converted)) return misfit('most')
    if (!isThere(converted)) return misfit('target')
    const id = seen ? JSON.stringify(converted) : ''
    if (seen?.has(id)) return misfit('twice')
    seen?.add(id)
    return { reason: null, cell: converted }
  }

  return { judge, free: () => targets?.free() }
}

/** Reads through all values of a field and tells what a plan would make of them. `keeps`: whether the values to be written are wanted. */
export function scanField(db: SqlDatabase, table: KeyedTable, field: FieldDescription, plan: FieldPlan, keeps: boolean): FieldScan {
  const source = [...keySql(table), quoteIdentifier(field.name)]
  const converted: Converted[] = []
  const examples: FieldScan['examples'][number][] = []
  let records = 0
  let misfits = 0
  const { judge, free } = createJudge(db, plan)
  const statement = db.prepare(`SELECT ${rowJsonSql(source, { exact: true, blobLimit: WINDOW_BLOB_BYTES })} FROM ${quoteIdentifier(table.name)}`)
  try {
    for (let row = statement.next(); row; row = statement.next()) {
      const cells = readRowJson(row) ?? []
      const cell = cells.at(-1) ?? null
      const judged = judge(cell)
      records++
      if (judged.reason) {
        misfits++
        if (examples.length < MAX_EXAMPLES) examples.push({ key: cells.slice(0, -1), cell: shortCell(cell), reason: judged.reason })
      } else if (keeps && !equalCells(cell, judged.cell)) converted.push({ key: cells.slice(0, -1), cell: judged.cell })
    }
  } finally {
    statement.free()
    free()
  }
  return { records, misfits, examples, converted }
}
