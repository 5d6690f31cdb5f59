import { bytesToText } from '../../base/bytes'
import type { SchemaObject } from '../../backup/schemaDigest'
import { readBTreePage } from './bTreePage'
import { pageEnd, pageStart, type DamagedPages } from './damagedPages'
import { readStoredRecord, readRecords, type StoredRecord } from './readLeaf'
import type { TablePlan } from './tablePlan'
import { readVarint } from './varint'

/** An entry of the schema. `sql` is null for the indexes that SQLite makes by itself. */
export interface SchemaRow {
  readonly type: SchemaObject['type']
  readonly name: string
  readonly table: string
  readonly root: number
  readonly sql: string | null
}

/** Bytes of an entry that is looked for where it may be anywhere. */
const LONGEST = 200_000
const TYPES: readonly string[] = ['table', 'index', 'view', 'trigger']

const field = (name: string, affinity: 'text' | 'integer') => ({ name, affinity, notNull: false, isRowid: false, generated: false })

/** How the schema itself is stored: https://sqlite.org/schematab.html */
export const SCHEMA_PLAN: TablePlan = {
  name: 'sqlite_schema',
  fields: [field('type', 'text'), field('name', 'text'), field('tbl_name', 'text'), field('rootpage', 'integer'), field('sql', 'text')],
  withoutRowid: false,
  rowidName: 'rowid',
}

function toText(value: unknown): string | null {
  if (typeof value === 'string') return value
  return value instanceof Uint8Array ? bytesToText(value) : null
}

/** A record as an entry of the schema; null where it is none. */
export function toSchemaRow({ values }: Pick<StoredRecord, 'values'>): SchemaRow | null {
  if (values.length !== 5) return null
  const [type, name, table, sql] = [values[0], values[1], values[2], values[4]].map(toText)
  const root = values[3] ?? 0
  if (!type || !name || !table || !TYPES.includes(type) || typeof root !== 'number') return null
  if (sql !== null && sql !== undefined && !/^CREATE\s/i.test(sql)) return null
  return { type: type as SchemaRow['type'], name, table, root, sql: sql ?? null }
}

/** The entries on a page if it is one of the schema's; empty where most of it is something else. */
export function schemaRowsOf(pages: DamagedPages, number: number): SchemaRow[] {
  const page = readBTreePage(pages, number)
  if (page?.kind !== 'table-leaf') return []
  const rows: SchemaRow[] = []
  let others = 0
  for (const record of readRecords(pages, page)) {
    const row = toSchemaRow(record)
    if (row) rows.push(row)
    else if (++others > 3) return []
  }
  return rows.length > others ? rows : []
}

/**
 * Looks for entries of the schema at every byte of a page whose own directory is spoilt. Five fields of which the first is
 * one of four words are found by nothing but an entry.
 */
export function carveSchemaRows(pages: DamagedPages, number: number): SchemaRow[] {
  const end = pageEnd(pages, number)
  const page = { number, kind: 'table-leaf', cells: [], claimed: 0, right: null, spoilt: true } as const
  const rows: SchemaRow[] = []
  for (let at = pageStart(pages, number) + (number === 1 ? 108 : 8); at + 10 < end; at++) {
    const size = readVarint(pages.bytes, at)
    if (typeof size !== 'number' || size > LONGEST) continue
    const record = readStoredRecord(pages, page, at)
    const row = record && record.values.length === 5 ? toSchemaRow(record) : null
    if (row) rows.push(row)
  }
  return rows
}
