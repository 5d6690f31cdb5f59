import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { SqlDatabase } from '../../book/sqlEngine'
import type { KnownTable } from './attributeOrphans'
import { readBTreePage, type BTreePage } from './bTreePage'
import { changedSince } from './changedSince'
import type { DamagedPages } from './damagedPages'
import { toWritten, writtenNames } from './fillTables'
import type { FreePages } from './findFreePages'
import type { TableOutcome } from './finishContents'
import { readRecords, readStoredRecord, sampleRecords, type StoredRecord } from './readLeaf'
import { isInRange, keyAt, type RowidRange } from './readTreePage'
import { fillTable } from './salvageWriter'
import { fitRecord, fitRecords } from './tablePlan'
import { bindWhole } from './readRecord'

/** Pages that nothing uses any more and that hold records of a table's kind. */
function pagesLike(pages: DamagedPages, free: FreePages, { plan }: KnownTable): BTreePage[] {
  return [...free.numbers].flatMap((number) => {
    const page = readBTreePage(pages, number)
    return page?.kind === 'table-leaf' && fitRecords(sampleRecords(pages, page), plan) !== null ? page : []
  })
}

/** The rowids of records that a page has and that cannot be read; where not even those can be, what lies between their neighbours. */
function unreadRanges(pages: DamagedPages, page: BTreePage): RowidRange[] {
  const records = page.cells.map((cell) => readStoredRecord(pages, page, cell))
  return records.flatMap((record, i): RowidRange[] => {
    if (record) return []
    const above = records.slice(0, i).findLast((one) => one !== null)?.rowid ?? null
    const below = records.slice(i + 1).find((one) => one !== null)?.rowid ?? null
    const own = keyAt(pages, page, page.cells[i] ?? 0)
    if (typeof own === 'number' && isInRange(own, { above, upTo: below })) return [{ above: own - 1, upTo: own }]
    return above === null || below === null ? [] : [{ above, upTo: below }]
  })
}

/** The stretches of a table's rowids of which something is missing. */
function missingRanges(pages: DamagedPages, { tree }: KnownTable): RowidRange[] {
  const damaged = tree.found.filter((page) => page.cells.some((cell) => readStoredRecord(pages, page, cell) === null))
  return [...tree.gaps, ...damaged.flatMap((page) => unreadRanges(pages, page))]
}

/** The records of free pages that would stand where the table misses a page, and that were not read from a page in use. */
function* missingRecords(db: SqlDatabase, pages: DamagedPages, { plan }: KnownTable, ranges: readonly RowidRange[], found: readonly BTreePage[]): Generator<StoredRecord> {
  const isThere = db.prepare(`SELECT 1 FROM ${quoteIdentifier(plan.name)} WHERE rowid = CAST(? AS INTEGER)`)
  try {
    for (const page of found) {
      for (const record of readRecords(pages, page)) {
        const { rowid } = record
        if (rowid === null || fitRecord(record, plan) === null || !ranges.some((range) => isInRange(rowid, range))) continue
        if (isThere.get([bindWhole(rowid).value]) === null) yield record
      }
    }
  } finally {
    isThere.free()
  }
}

/**
 * Where a table misses pages, older copies of its records may lie on pages that were given up, and so may one from before a bit
 * of a record was flipped. Whether they are copies, or records that were deleted or edited, cannot be told: they go into a table
 * of their own, beside it. What was deleted elsewhere stays deleted.
 */
export function fillPerhapsDeleted(db: SqlDatabase, pages: DamagedPages, free: FreePages, tables: readonly KnownTable[]): TableOutcome[] {
  if (free.numbers.size === 0) return []
  return tables.flatMap((table): TableOutcome[] => {
    const { plan } = table
    if (plan.withoutRowid || plan.rowidName === null) return []
    const ranges = missingRanges(pages, table)
    const like = pagesLike(pages, free, table)
    const missing = ranges.length === 0 ? [] : missingRecords(db, pages, table, ranges, like)
    const records = [...missing, ...changedSince(pages, like, table.tree.found)]
    if (records.length === 0) return []
    const name = `${plan.name}_perhaps_deleted`
    const loose = { ...plan, fields: plan.fields.filter((field) => !field.generated) }
    const columns = writtenNames(loose)
    db.run(`CREATE TABLE ${quoteIdentifier(name)} (${columns.map(quoteIdentifier).join(', ')})`)
    const filler = fillTable(db, name, columns)
    for (const record of records) filler.add(toWritten(record, plan))
    const { kept } = filler.finish()
    return [{ name, recovered: kept, lost: 0, named: true, refused: 0, older: true }]
  })
}
