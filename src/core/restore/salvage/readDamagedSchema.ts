import { readBTreePage } from './bTreePage'
import type { DamagedPages } from './damagedPages'
import { readRecords } from './readLeaf'
import { carveSchemaRows, SCHEMA_PLAN, schemaRowsOf, toSchemaRow, type SchemaRow } from './schemaRows'
import type { TreeWalker } from './walkTrees'

/** The schema as far as it can be read. */
export interface DamagedSchema {
  readonly rows: readonly SchemaRow[]
  /** Nothing of it is missing. */
  readonly isWhole: boolean
}

/** Keeps the first of the entries that name the same thing, and of those that name the same root. */
function withoutRepeats(rows: readonly SchemaRow[]): SchemaRow[] {
  const seen = new Set<string>()
  return rows.filter(({ type, name, root }) => {
    const keys = [`${type === 'index' ? 'index' : 'table'} ${name.toLowerCase()}`, ...(root > 0 ? [`root ${root}`] : [])]
    if (type === 'trigger') keys[0] = `trigger ${name.toLowerCase()}`
    if (keys.some((key) => seen.has(key))) return false
    for (const key of keys) seen.add(key)
    return true
  })
}

/**
 * Reads the schema from its tree, which begins on page 1. Where that is spoilt, also from pages that look like parts
 * of it, and from the bytes of the spoilt pages themselves.
 */
export function readDamagedSchema(pages: DamagedPages, walker: TreeWalker, isFree: (number: number) => boolean): DamagedSchema {
  const tree = walker.walk(1, { pages: 'table', plan: SCHEMA_PLAN })
  const rows: SchemaRow[] = []
  let unread = 0
  for (const page of tree.found) {
    let read = 0
    for (const record of readRecords(pages, page)) {
      const row = toSchemaRow(record)
      if (!row) continue
      rows.push(row)
      read++
    }
    if (read === page.claimed && !page.spoilt) continue
    unread++
    rows.push(...carveSchemaRows(pages, page.number))
  }
  const isWhole = tree.gaps.length === 0 && unread === 0 && readBTreePage(pages, 1) !== null
  if (!isWhole) {
    for (const { number } of tree.gaps) if (number > 0 && number <= pages.count && !isFree(number)) rows.push(...carveSchemaRows(pages, number))
    for (let number = 2; number <= pages.count; number++) {
      if (walker.isClaimed(number) || isFree(number)) continue
      const found = schemaRowsOf(pages, number)
      if (found.length === 0) continue
      walker.claim(number)
      rows.push(...found)
    }
  }
  return { rows: withoutRepeats(rows), isWhole }
}
