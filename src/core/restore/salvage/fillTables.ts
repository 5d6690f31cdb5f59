import type { SqlDatabase } from '../../book/sqlEngine'
import type { Result } from '../../base/result'
import type { FailureOf } from '../../base/failure'
import type { Work } from '../../base/progress'
import { ok } from '../../base/result'
import type { BTreePage } from './bTreePage'
import type { DamagedPages } from './damagedPages'
import { readRecords, type StoredRecord } from './readLeaf'
import { bindWhole, type RawRecord } from './readRecord'
import { fillTable } from './salvageWriter'
import type { TablePlan } from './tablePlan'

/** What came into a table. */
export interface FilledTable {
  readonly recovered: number
  /** Read, but left out: there is one with the same key, or the table's rules refuse it. */
  readonly refused: number
  /** Records that the pages say they have and that cannot be read. */
  readonly unreadable: number
}

const PAGES_AT_ONCE = 500

/** The fields to write, in the order of `toWritten`. */
export function writtenNames({ fields, rowidName }: TablePlan): string[] {
  const names = fields.filter((field) => !field.generated).map((field) => field.name)
  return rowidName === null || fields.some((field) => field.isRowid) ? names : [rowidName, ...names]
}

/** A stored record as it is written: the rowid where it belongs, no computed values. */
export function toWritten({ rowid, values, casts }: StoredRecord, { fields, rowidName }: TablePlan): RawRecord {
  const written: RawRecord = { values: [], casts: [] }
  const put = (value: RawRecord['values'][number], cast: RawRecord['casts'][number]) => {
    written.values.push(value)
    written.casts.push(cast)
  }
  const bound = rowid === null ? null : bindWhole(rowid)
  if (rowidName !== null && !fields.some((field) => field.isRowid)) put(bound?.value ?? null, bound?.cast ?? 'none')
  for (const [i, field] of fields.entries()) {
    if (i >= values.length) break
    if (field.generated) continue
    if (field.isRowid && bound) put(bound.value, bound.cast)
    else put(values[i] ?? null, casts[i] ?? 'none')
  }
  return written
}

/** Reads the records of these pages into a table, in their order: of two with the same key the first stays. */
export async function fillFromPages(
  db: SqlDatabase, pages: DamagedPages, plan: TablePlan, found: readonly BTreePage[], work: Work,
): Promise<Result<FilledTable, FailureOf<'Cancelled'>>> {
  const filler = fillTable(db, plan.name, writtenNames(plan))
  let claimed = 0
  for (const [i, page] of found.entries()) {
    claimed += page.claimed
    for (const record of readRecords(pages, page)) if (record.values.length <= plan.fields.length) filler.add(toWritten(record, plan))
    if (i % PAGES_AT_ONCE !== PAGES_AT_ONCE - 1) continue
    const paused = await work.pause()
    if (!paused.ok) {
      filler.finish()
      return paused
    }
  }
  const { added, kept } = filler.finish()
  return ok({ recovered: kept, refused: added - kept, unreadable: Math.max(0, claimed - added) })
}
