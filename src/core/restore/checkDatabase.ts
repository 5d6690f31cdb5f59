import { SqlError, type SqlDatabase } from '../book/sqlEngine'
import type { AsleepObject } from '../book/bookHead'
import { checkIntegrity } from '../backup/readDbBackup'
import { MANIFEST_TABLE, readVirtualTables } from '../backup/tableShape'
import { errorFinding, sqliteFinding } from './failureToFinding'
import type { FileTable, Finding } from './inspection'

/** What a database's schema holds besides its real tables. Read as data: nothing of it runs. */
export interface DatabaseObjects {
  readonly virtualTables: readonly string[]
  readonly views: readonly AsleepObject[]
  readonly triggers: readonly AsleepObject[]
  /** Names that look like this app's own and are not. */
  readonly reservedNames: readonly string[]
}

const LISTED = 20

/** Reads the schema's views, triggers and virtual tables. Throws `SqlError` where the schema cannot be read. */
export function readDatabaseObjects(db: SqlDatabase): DatabaseObjects {
  const asleep = (type: AsleepObject['type']) =>
    db
      .rows("SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL ORDER BY rowid", [type])
      .map(([name, table, sql]): AsleepObject => ({ type, name: String(name), table: String(table), sql: String(sql) }))
  const reserved = db.rows("SELECT name FROM sqlite_schema WHERE name LIKE '\\_nightsafe\\_%' ESCAPE '\\' AND lower(name) <> ? AND lower(tbl_name) <> ?", [
    MANIFEST_TABLE,
    MANIFEST_TABLE,
  ])
  return {
    virtualTables: readVirtualTables(db),
    views: asleep('view'),
    triggers: asleep('trigger'),
    reservedNames: reserved.map(([name]) => String(name)),
  }
}

/**
 * SQLite's own checks of a file that is not ours: the quick one first, because it tells most damage soonest, then the
 * one that also compares indexes with tables.
 */
export function checkStructure(db: SqlDatabase): Finding[] {
  try {
    db.run('PRAGMA ignore_check_constraints = ON')
    const quick = db.rows('PRAGMA quick_check(3)').map(([line]) => String(line))
    db.run('PRAGMA ignore_check_constraints = OFF')
    if (quick.length !== 1 || quick[0] !== 'ok') return [errorFinding('corrupt', quick.join('; '))]
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    return [sqliteFinding(error.message)]
  }
  const whole = checkIntegrity(db)
  return whole.ok ? [] : [sqliteFinding(whole.failure.detail)]
}

/** Records that point to records that are not there, counted by table. They do not keep a file from being accepted. */
export function checkForeignKeys(db: SqlDatabase): Finding[] {
  const tables = db.rows("SELECT DISTINCT m.name FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) WHERE m.type = 'table' AND m.rootpage > 0")
  const broken: string[] = []
  for (const [name] of tables) {
    try {
      const count = Number(db.rows('SELECT count(*) FROM pragma_foreign_key_check(?)', [String(name)])[0]?.[0] ?? 0)
      if (count > 0) broken.push(`${String(name)} (${count})`)
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      broken.push(`${String(name)} (cannot be checked: ${error.message})`)
    }
  }
  return broken.length === 0 ? [] : [{ code: 'foreign-keys-broken', severity: 'warning', detail: `Records without the record they point to: ${listNames(broken)}.` }]
}

/** At most twenty names, then how many more there are. */
export function listNames(names: readonly string[]): string {
  const more = names.length - LISTED
  return more > 0 ? `${names.slice(0, LISTED).join(', ')} and ${more} more` : names.join(', ')
}

/** The findings about views, triggers, virtual tables and names of a file that is not ours. */
export function objectFindings(objects: DatabaseObjects): Finding[] {
  const findings: Finding[] = []
  const add = (code: Finding['code'], severity: Finding['severity'], words: string, names: readonly string[]) => {
    if (names.length > 0) findings.push({ code, severity, detail: `${words}: ${listNames(names)}.` })
  }
  add('views-asleep', 'info', 'Views that are kept as text and do not run', objects.views.map((view) => view.name))
  add('triggers-asleep', 'info', 'Triggers that are kept as text and do not run', objects.triggers.map((trigger) => trigger.name))
  add('virtual-table', 'info', 'Virtual tables, which can only be read', objects.virtualTables)
  add('reserved-name', 'warning', 'Names that this app keeps for itself', objects.reservedNames)
  return findings
}

/** The list of a file's tables and views, from what was counted and what is never run. */
export function listTables(tables: readonly { name: string; records: number }[], objects: DatabaseObjects): FileTable[] {
  return [
    ...tables.map(({ name, records }): FileTable => ({ name, kind: 'table', records })),
    ...objects.virtualTables.map((name): FileTable => ({ name, kind: 'virtual', records: null })),
    ...objects.views.map(({ name }): FileTable => ({ name, kind: 'view', records: null })),
  ]
}
