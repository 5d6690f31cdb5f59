import type { FieldName } from '../../backup/manifest'
import type { FieldDescription } from '../../book/bookDescription'
import { joinTerms } from '../../book/query/sqlTerm'
import type { SqlDatabase } from '../../book/sqlEngine'
import { affinityOf, type Side } from './side'

/** A field that both sides store and whose values are held against each other. */
export interface ComparedField {
  readonly name: string
  /** Column in the live book and in the file. */
  readonly here: string
  readonly there: string
  /** SQL over the aliases `a` (here) and `b` (in the file): whether the values are not the very same. */
  readonly differs: string
}

/** A table that is on one side or on both, and how its records are matched. In queries `a` is the live side, `b` the file's. */
export interface ComparedTable {
  readonly name: string
  readonly here: Side | null
  readonly there: Side | null
  readonly matchedBy: 'key' | 'content'
  /** Names of the key's fields when matched by key. */
  readonly key: readonly string[]
  /** All stored fields of both sides. */
  readonly fields: readonly string[]
  readonly compared: readonly ComparedField[]
  /** Lower-case names of the fields that the file was written without. */
  readonly leftOut: ReadonlySet<string>
  /** The temporary table that holds what differs: `n`, `kind`, where to find the record here (`a0`…) and there (`b0`…). */
  readonly index: string
}

const lower = (name: string) => name.toLowerCase()

/** How a key tells values apart; records of two tables can be matched by key when it is the same in both. */
function keyRules(side: Side): string {
  return JSON.stringify(side.key.map(({ name, affinity, collation }) => [lower(name), affinity, collation]))
}

/** A primary key that is not the rowid may hold NULLs (https://sqlite.org/lang_createtable.html, 3.5), which match nothing. */
function hasEmptyKeys(db: SqlDatabase, side: Side): boolean {
  const columns = side.key.flatMap(({ name }) => side.column(name) ?? [])
  return db.rows(`SELECT 1 FROM ${side.source} WHERE ${joinTerms(columns.map((column) => `${column} IS NULL`), 'OR')} LIMIT 1`).length > 0
}

function isMatchedByKey(db: SqlDatabase, sides: readonly Side[], leftOut: ReadonlySet<string>): boolean {
  const [first, second = first] = sides
  if (!first || !second || first.key.length === 0 || keyRules(first) !== keyRules(second)) return false
  const isWhole = first.key.every(({ name }) => !leftOut.has(lower(name)) && sides.every((side) => side.column(name) !== null))
  if (!isWhole) return false
  const isNeverEmpty = (side: Side) => side.table.tableKey.type === 'fields' || side.key[0]?.collation === 'rowid'
  return sides.every((side) => isNeverEmpty(side) || !hasEmptyKeys(db, side))
}

function comparedField(name: string, here: Side, there: Side, types: ReadonlyMap<Side, ReadonlyMap<string, FieldDescription>>): ComparedField | null {
  const a = here.column(name)
  const b = there.column(name)
  if (a === null || b === null) return null
  const affinity = (side: Side) => affinityOf(types.get(side)?.get(lower(name))?.declaredType ?? '', side.table.strict)
  // of text there is one form only, but 1 and 1.0 are equal to SQLite
  const isText = affinity(here) === 'TEXT' && affinity(there) === 'TEXT'
  const differs = `a.${a} COLLATE BINARY IS NOT b.${b}`
  return { name, here: a, there: b, differs: isText ? differs : `(${differs} OR typeof(a.${a}) <> typeof(b.${b}))` }
}

/** Decides how the records of a table are matched and which fields are compared. */
export function createComparedTable(db: SqlDatabase, name: string, here: Side | null, there: Side | null, leftOut: readonly FieldName[], index: string): ComparedTable {
  const sides = [here, there].filter((side) => side !== null)
  const out = new Set(leftOut.filter((one) => lower(one.table) === lower(name)).map((one) => lower(one.field)))
  const types = new Map(sides.map((side) => [side, new Map(side.table.fields.map((field) => [lower(field.name), field]))]))
  const fields = new Map(sides.flatMap((side) => side.table.fields.filter((field) => !field.generated).map((field) => [lower(field.name), field.name] as const)).reverse())
  const names = [...new Set(sides.flatMap((side) => side.table.fields.filter((field) => !field.generated).map((field) => lower(field.name))))]
  const isKeyed = isMatchedByKey(db, sides, out)
  const compared = names.flatMap((field) => (here && there && !out.has(field) ? (comparedField(field, here, there, types) ?? []) : []))
  return {
    name,
    here,
    there,
    matchedBy: isKeyed ? 'key' : 'content',
    key: isKeyed ? (sides[0]?.key.map((field) => field.name) ?? []) : [],
    fields: names.map((field) => fields.get(field) ?? field),
    compared,
    leftOut: out,
    index,
  }
}
