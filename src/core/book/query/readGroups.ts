import { clampWhole } from '../../base/clampWhole'
import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { ok, type Result } from '../../base/result'
import { findField, type KeyedTable } from '../keyedTable'
import { readCells } from '../readCells'
import { sqlAnswer } from '../sqlAnswer'
import type { SqlDatabase } from '../sqlEngine'
import { ignoresCase } from './filterSql'
import type { Group, Grouping, GroupQuery, GroupWindow, Total } from './groupQuery'
import { partSql } from './partSql'
import { whereSql } from './searchSql'

/** No window of groups is larger than this. */
const MAX_WINDOW = 10_000

/** Its tables begin like those of the app, which no table that is shown does. */
const GROUPS = '"_nightsafe_groups"'

/** An empty text is no value. */
const filled = (field: string) => `nullif(${quoteIdentifier(field)}, '')`

function groupingSql(table: KeyedTable, { field: name, part }: Grouping): Result<string, Failure> {
  const field = findField(table, name)
  if (!field.ok) return field
  const { kind } = field.value
  if (part !== null) return ok(partSql(quoteIdentifier(field.value.name), part))
  return ok(`${filled(field.value.name)}${ignoresCase(kind) ? ' COLLATE NOCASE' : ''}`)
}

const FOLDS: Readonly<Record<Total['fold'], string>> = { count: 'count', sum: 'sum', average: 'avg', least: 'min', most: 'max' }

/** A sum of whole numbers in two halves, neither of which leaves 64 bits; joined they become floating point where 64 bits cannot hold them. */
const wideSum = (x: string) =>
  `CASE WHEN count(${x}) = 0 THEN NULL WHEN count(${x}) = sum(typeof(${x}) = 'integer') ` +
  `THEN sum(${x} >> 32) * 4294967296 + sum(${x} & 4294967295) ELSE total(${x}) END`

/** `sum` is how numbers are added: by SQLite's own sum, which fails on the way where it leaves 64 bits, or so that it does not. */
function totalSql(table: KeyedTable, { fold, field: name }: Total, sum: 'plain' | 'wide'): string {
  if (name === null) return fold === 'count' ? 'count(*)' : 'NULL'
  const field = findField(table, name)
  if (!field.ok) return 'NULL'
  const x = filled(field.value.name)
  if (fold === 'sum' && sum === 'wide') return wideSum(x)
  const collate = (fold === 'least' || fold === 'most') && ignoresCase(field.value.kind) ? ' COLLATE NOCASE' : ''
  return `${FOLDS[fold]}(${x}${collate})`
}

function orderOf(query: GroupQuery): string {
  const direction = query.order.endsWith('descending') ? 'DESC' : 'ASC'
  const byGroups = (way: string) => query.by.map((_, i) => `g${i} COLLATE NOCASE ${way} NULLS LAST, g${i} ${way}`)
  if (!query.order.startsWith('by-first-total')) return byGroups(direction).join(', ')
  return [`${query.totals.length > 0 ? 't0' : 'n'} COLLATE NOCASE ${direction} NULLS LAST`, ...byGroups('ASC')].join(', ')
}

function readWindow(db: SqlDatabase, table: KeyedTable, query: GroupQuery, groupings: readonly string[], sum: 'plain' | 'wide'): GroupWindow {
  const { sql: where, params } = whereSql(table, query)
  const totals = query.totals.map((total) => totalSql(table, total, sum))
  const columns = [...groupings.map((sql, i) => `${sql} AS g${i}`), 'count(*) AS n', ...totals.map((sql, i) => `${sql} AS t${i}`)]
  const groupBy = groupings.length > 0 ? `GROUP BY ${groupings.map((_, i) => i + 1).join(', ')}` : ''
  const folded = `WITH ${GROUPS} AS MATERIALIZED (SELECT ${columns.join(', ')} FROM ${quoteIdentifier(table.name)} ${where} ${groupBy})`
  const count = clampWhole(query.count, MAX_WINDOW)
  const from = clampWhole(query.from, Number.MAX_SAFE_INTEGER)
  const order = query.by.length > 0 ? `ORDER BY ${orderOf(query)}` : ''
  const shown = ['n', `(SELECT count(*) FROM ${GROUPS})`, ...groupings.map((_, i) => `g${i}`), ...totals.map((_, i) => `t${i}`)]
  const rows = readCells(db, shown, { with: folded, rest: `FROM ${GROUPS} ${order} LIMIT ${count} OFFSET ${from}`, params, blobLimit: 0 })
  const groups = rows.map(([records, , ...cells]): Group => ({ values: cells.slice(0, groupings.length), records: Number(records), totals: cells.slice(groupings.length) }))
  // a window beyond the last group, or of none, tells nothing of how many there are
  const total = rows[0]?.[1] ?? db.rows(`${folded} SELECT count(*) FROM ${GROUPS}`, params)[0]?.[0]
  return { groups, total: Number(total) }
}

/**
 * A window of groups with their totals, empty ones last. Texts are one group without regard to the case of ASCII
 * letters, as the first of them is written; dates without a readable day are with the empty ones. Whole numbers are
 * added exactly as far as 64 bits go, then as floating point. A total of a field that the table does not have is
 * null; a grouping by such a field fails with `FieldNotFound`, a broken view with `SqlFailed`.
 */
export function readGroups(db: SqlDatabase, table: KeyedTable, query: GroupQuery): Result<GroupWindow, Failure> {
  const groupings: string[] = []
  for (const grouping of query.by) {
    const sql = groupingSql(table, grouping)
    if (!sql.ok) return sql
    groupings.push(sql.value)
  }
  const plain = sqlAnswer(() => ok(readWindow(db, table, query, groupings, 'plain')))
  // it may be that a sum needs more than 64 bits: only the words of SQLite's message tell that from the rest
  return plain.ok ? plain : sqlAnswer(() => ok(readWindow(db, table, query, groupings, 'wide')))
}
