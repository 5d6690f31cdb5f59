import type { BoundValue } from '../../base/cell'
import { clampWhole } from '../../base/clampWhole'
import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { ok, type Result } from '../../base/result'
import type { FieldKind } from '../bookDescription'
import { findField, type KeyedTable } from '../keyedTable'
import { readCells } from '../readCells'
import { sqlAnswer } from '../sqlAnswer'
import type { SqlDatabase } from '../sqlEngine'
import { ignoresCase } from './filterSql'
import { gatherGroups, type FieldTotal, type GroupKey } from './gatherGroups'
import type { Group, Grouping, GroupQuery, GroupWindow, Total } from './groupQuery'
import { partSql } from './partSql'
import { whereSql, type SearchedBook } from './searchSql'

/** No window of groups is larger than this. */
const MAX_WINDOW = 10_000

/** Its tables begin like those of the app, which no table that is shown does. */
const GROUPS = '"_nightsafe_groups"'

/** An empty text is no value. */
const filled = (field: string) => `nullif(${quoteIdentifier(field)}, '')`

function groupingKey(table: KeyedTable, { field: name, part }: Grouping): Result<GroupKey, Failure> {
  const field = findField(table, name)
  if (!field.ok) return field
  const x = filled(field.value.name)
  if (part !== null) return ok({ raw: `substr(${x}, 1, 10)`, collate: '', shown: (k) => partSql(k, part) })
  return ok({ raw: x, collate: ignoresCase(field.value.kind) ? ' COLLATE NOCASE' : '', shown: (k) => k })
}

const FOLDS: Readonly<Record<Total['fold'], string>> = { count: 'count', sum: 'sum', average: 'avg', least: 'min', most: 'max' }

/** A sum of whole numbers in two halves, neither of which leaves 64 bits; joined they become floating point where 64 bits cannot hold them. */
const wideSum = (x: string) =>
  `CASE WHEN count(${x}) = 0 THEN NULL WHEN count(${x}) = sum(typeof(${x}) = 'integer') ` +
  `THEN sum(${x} >> 32) * 4294967296 + sum(${x} & 4294967295) ELSE total(${x}) END`

const WHOLE_KINDS: ReadonlySet<FieldKind> = new Set<FieldKind>(['whole-number', 'money', 'yes-no', 'reference'])

/** What a total is of; null where the table has no such field. */
function totalOf(table: KeyedTable, { fold, field: name }: Total): FieldTotal | 'records' | null {
  if (name === null) return fold === 'count' ? 'records' : null
  const field = findField(table, name)
  if (!field.ok) return null
  const collate = (fold === 'least' || fold === 'most') && ignoresCase(field.value.kind) ? ' COLLATE NOCASE' : ''
  return { fold, x: filled(field.value.name), collate, isWhole: WHOLE_KINDS.has(field.value.kind) }
}

/** `sum` is how numbers are added: by SQLite's own sum, which fails on the way where it leaves 64 bits, or so that it does not. */
function totalSql(total: FieldTotal | 'records' | null, sum: 'plain' | 'wide'): string {
  if (total === null) return 'NULL'
  if (total === 'records') return 'count(*)'
  return total.fold === 'sum' && sum === 'wide' ? wideSum(total.x) : `${FOLDS[total.fold]}(${total.x}${total.collate})`
}

function orderOf(query: GroupQuery): string {
  const direction = query.order.endsWith('descending') ? 'DESC' : 'ASC'
  const byGroups = (way: string) => query.by.map((_, i) => `g${i} COLLATE NOCASE ${way} NULLS LAST, g${i} ${way}`)
  if (!query.order.startsWith('by-first-total')) return byGroups(direction).join(', ')
  return [`${query.totals.length > 0 ? 't0' : 'n'} COLLATE NOCASE ${direction} NULLS LAST`, ...byGroups('ASC')].join(', ')
}

/** A window of the groups that a statement gives with the columns `g0`…, `n`, `t0`…. */
function readWindow(db: SqlDatabase, query: GroupQuery, statement: string, params: readonly BoundValue[]): GroupWindow {
  const folded = `WITH ${GROUPS} AS MATERIALIZED (${statement})`
  const count = clampWhole(query.count, MAX_WINDOW)
  const from = clampWhole(query.from, Number.MAX_SAFE_INTEGER)
  const order = query.by.length > 0 ? `ORDER BY ${orderOf(query)}` : ''
  const shown = ['n', `(SELECT count(*) FROM ${GROUPS})`, ...query.by.map((_, i) => `g${i}`), ...query.totals.map((_, i) => `t${i}`)]
  const rows = readCells(db, shown, { with: folded, rest: `FROM ${GROUPS} ${order} LIMIT ${count} OFFSET ${from}`, params, blobLimit: 0 })
  const groups = rows.map(([records, , ...cells]): Group => ({ values: cells.slice(0, query.by.length), records: Number(records), totals: cells.slice(query.by.length) }))
  // a window beyond the last group, or of none, tells nothing of how many there are
  const total = rows[0]?.[1] ?? db.rows(`${folded} SELECT count(*) FROM ${GROUPS}`, params)[0]?.[0]
  return { groups, total: Number(total) }
}

/**
 * A window of groups with their totals, empty ones last. Texts are one group without regard to the case of ASCII
 * letters, as the first of them is written; dates without a readable day are with the empty ones. Whole numbers are
 * added exactly as far as 64 bits go, then as floating point. A total of a field that the table does not have is
 * null; a grouping by such a field fails with `FieldNotFound`, a broken view with `SqlFailed`. Tables of more than
 * `gatherAbove` records, where `table.records` says so, are gathered instead of sorted.
 */
export function readGroups(db: SqlDatabase, table: KeyedTable, query: GroupQuery, book: SearchedBook, gatherAbove = 50_000): Result<GroupWindow, Failure> {
  const keys: GroupKey[] = []
  for (const grouping of query.by) {
    const key = groupingKey(table, grouping)
    if (!key.ok) return key
    keys.push(key.value)
  }
  const found = sqlAnswer(() => ok(whereSql(db, table, query, book)))
  if (!found.ok) return found
  const where = found.value
  const totals = query.totals.map((total) => totalOf(table, total))
  const source = `FROM ${quoteIdentifier(table.name)} ${where.sql}`
  const sorted = (sum: 'plain' | 'wide') => {
    const columns = [...keys.map((key, i) => `${key.shown(key.raw)}${key.collate} AS g${i}`), 'count(*) AS n', ...totals.map((total, i) => `${totalSql(total, sum)} AS t${i}`)]
    return `SELECT ${columns.join(', ')} ${source} ${keys.length > 0 ? `GROUP BY ${keys.map((_, i) => i + 1).join(', ')}` : ''}`
  }
  const isLarge = keys.length > 0 && table.kind === 'table' && (table.records ?? 0) > gatherAbove
  const plain = sqlAnswer(() => {
    const gathered = isLarge ? gatherGroups(db, table, where, keys, totals, (statement) => readWindow(db, query, statement, [])) : null
    return ok(gathered ?? readWindow(db, query, sorted('plain'), where.params))
  })
  // it may be that a sum needs more than 64 bits: only the words of SQLite's message tell that from the rest
  return plain.ok ? plain : sqlAnswer(() => ok(readWindow(db, query, sorted('wide'), where.params)))
}
