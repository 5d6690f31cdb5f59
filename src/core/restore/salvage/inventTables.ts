import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { SqlDatabase } from '../../book/sqlEngine'
import type { OrphanGroup } from './orphans'
import type { RawRecord } from './readRecord'
import type { TablePlan } from './tablePlan'

/** A table made up for records whose own table is lost. */
export interface InventedTable {
  readonly name: string
  readonly groups: readonly OrphanGroup[]
}

/** Which kinds of values the records have in each field. */
function signatureOf(records: readonly RawRecord[]): Set<string>[] {
  const kinds: Set<string>[] = []
  for (const { values, casts } of records) {
    for (const [i, value] of values.entries()) {
      const kind = value === null ? 'null' : casts[i] === 'TEXT' || typeof value === 'string' ? 'text' : value instanceof Uint8Array ? 'blob' : 'number'
      ;(kinds[i] ??= new Set()).add(kind)
    }
  }
  return kinds
}

/** Whether records of the two could stand in one table: as many fields, the same always empty, no kind of value in common with none. */
function isAlike(a: readonly Set<string>[], b: readonly Set<string>[]): boolean {
  if (a.length !== b.length) return false
  return a.every((kinds, i) => {
    const others = b[i] ?? new Set()
    const [mine, theirs] = [kinds, others].map((set) => [...set].filter((kind) => kind !== 'null'))
    // a field that is always empty is most likely the rowid under another name
    if (i === 0 && (mine?.length === 0) !== (theirs?.length === 0)) return false
    return mine?.length === 0 || theirs?.length === 0 || mine?.some((kind) => others.has(kind)) === true
  })
}

function isApart(a: OrphanGroup, b: OrphanGroup): boolean {
  if (a.lowest === null || b.lowest === null || a.highest === null || b.highest === null) return true
  return a.highest < b.lowest || b.highest < a.lowest
}

const field = (name: string) => ({ name, affinity: 'blob' as const, notNull: false, isRowid: false, generated: false })

/** A name that no table has yet, for records whose table is not known. It is then taken. */
export function inventName(taken: Set<string>): string {
  for (let i = 1; ; i++) {
    const name = `lost_and_found_${i}`
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

/** A plan with fields c1, c2 …, and the rowid, which may have been a key, as `id` where there is one. */
export function inventPlan(name: string, width: number, hasRowid: boolean): TablePlan {
  return { name, fields: Array.from({ length: width }, (_, i) => field(`c${i + 1}`)), withoutRowid: false, rowidName: hasRowid ? 'id' : null }
}

/** Makes a table for such a plan. */
export function makeInvented(db: SqlDatabase, { name, fields, rowidName }: TablePlan): void {
  const columns = [...(rowidName === null ? [] : [`${quoteIdentifier(rowidName)} INTEGER PRIMARY KEY`]), ...fields.map((field) => quoteIdentifier(field.name))]
  db.run(`CREATE TABLE ${quoteIdentifier(name)} (${columns.join(', ')})`)
}

/** Makes up tables for groups that belong to none, putting together those that look like parts of one. `taken` are names in lower case. */
export function inventTables(groups: readonly OrphanGroup[], taken: Set<string>): InventedTable[] {
  const lots: { groups: OrphanGroup[]; kinds: Set<string>[] }[] = []
  for (const group of groups) {
    const kinds = signatureOf(group.sample)
    const lot = lots.find((one) => isAlike(one.kinds, kinds) && one.groups.every((other) => other.pages === group.pages && isApart(other, group)))
    if (!lot) {
      lots.push({ groups: [group], kinds })
      continue
    }
    lot.groups.push(group)
    for (const [i, set] of kinds.entries()) for (const kind of set) lot.kinds[i]?.add(kind)
  }
  return lots.map((lot) => ({ name: inventName(taken), groups: lot.groups }))
}
