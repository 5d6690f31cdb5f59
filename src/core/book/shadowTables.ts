import { rowsOrNone } from './rowsOrNone'
import type { SqlDatabase } from './sqlEngine'
import { isKeyword, readSqlTokens } from './sqlTokens'

/** Tables that virtual tables keep their contents in, as far as SQLite knows their kind; those can be read themselves. */
export function shadowTables(db: SqlDatabase): Set<string> {
  return new Set(rowsOrNone(db, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'", []).map(([name]) => String(name)))
}

const TREE = ['node', 'parent', 'rowid']
/** How the tables are called that modules of SQLite keep their contents in: `<table>_<part>` (https://sqlite.org/vtab.html#xshadowname). */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  fts5: ['data', 'idx', 'content', 'docsize', 'config'], rtree: TREE, rtree_i32: TREE, geopoly: TREE, spellfix1: ['vocab'],
}

/**
 * Names, in lower case, of tables that virtual tables keep their contents in, told from the schema alone: also where this
 * SQLite does not have the module, and so takes them for tables like any other.
 */
export function contentTables(virtualTables: readonly { readonly name: string; readonly sql: string }[]): Set<string> {
  return new Set(
    virtualTables.flatMap(({ name, sql }) => {
      const tokens = readSqlTokens(sql)
      const module = tokens[tokens.findIndex((token) => isKeyword(token, 'USING')) + 1]?.value.toLowerCase() ?? ''
      return (PARTS[module] ?? []).map((part) => `${name}_${part}`.toLowerCase())
    }),
  )
}
