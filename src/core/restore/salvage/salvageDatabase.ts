import { bytesToText } from '../../base/bytes'
import type { Failure } from '../../base/failure'
import type { Work } from '../../base/progress'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { Manifest } from '../../backup/manifest'
import { readManifest } from '../../backup/readManifest'
import { MANIFEST_TABLE } from '../../backup/tableShape'
import type { SqlDatabase, SqlEngine } from '../../book/sqlEngine'
import { attributeOrphans, type Attribution, type KnownTable } from './attributeOrphans'
import type { BTreePage } from './bTreePage'
import { countEntries } from './countLost'
import type { DamagedPages } from './damagedPages'
import { fillPerhapsDeleted } from './fillPerhapsDeleted'
import { fillFromPages, type FilledTable } from './fillTables'
import { findFreePages, type FreePages } from './findFreePages'
import { findLayout } from './findLayout'
import { inventPlan, inventTables, makeInvented } from './inventTables'
import { isIndexOf } from './isIndexOf'
import { makeTables, virtualNames, type MadeTable } from './makeTables'
import { findOrphans, type OrphanGroup } from './orphans'
import { readDamagedSchema, type DamagedSchema } from './readDamagedSchema'
import { readRecords } from './readLeaf'
import { ANY_ROWID } from './readTreePage'
import { finishContents, type Salvaged, type TableOutcome } from './finishContents'
import { beginSalvage } from './salvageWriter'
import type { SchemaRow } from './schemaRows'
import { createTreeWalker, type Tree, type TreeWalker } from './walkTrees'

/** Everything that was found in the pages, before any record is moved. */
interface Found {
  readonly pages: DamagedPages
  readonly schema: DamagedSchema
  readonly made: readonly (MadeTable & { readonly tree: Tree })[]
  readonly indexes: ReadonlyMap<SchemaRow, Tree>
  readonly others: ReadonlyMap<SchemaRow, Tree>
  readonly known: readonly KnownTable[]
  readonly free: FreePages
  readonly attributions: readonly Attribution[]
}

function walkSchema(walker: TreeWalker, schema: DamagedSchema, made: readonly MadeTable[]): Pick<Found, 'made' | 'indexes' | 'others'> {
  const withTrees = made.map((table) => ({
    ...table,
    tree: walker.walk(table.row.root, { pages: table.plan?.withoutRowid ? 'index' : 'table', plan: table.plan }),
  }))
  const done = new Set(made.map(({ row }) => row))
  const rest = schema.rows.filter((row) => !done.has(row) && row.root > 0)
  const walkAll = (type: SchemaRow['type'], pages: 'table' | 'index') =>
    new Map(rest.filter((row) => row.type === type).map((row) => [row, walker.walk(row.root, { pages, plan: null })]))
  const found = { made: withTrees, others: walkAll('table', 'table'), indexes: walkAll('index', 'index') }
  walker.settleDoubts()
  return found
}

/** The most that an index of the whole table counts. An index with a condition does not count all. */
function entriesOf(pages: DamagedPages, indexes: Found['indexes'], name: string): number | null {
  const counts = [...indexes].flatMap(([row, tree]) => {
    const counts = row.table.toLowerCase() === name.toLowerCase() && !/\bWHERE\b/i.test(row.sql ?? '') ? countEntries(pages, tree) : null
    return counts ?? []
  })
  return counts.length === 0 ? null : Math.max(...counts)
}

/** A tree that seems whole and holds fewer records than an index counts misses some all the same. */
function noteShortTrees(pages: DamagedPages, { made, indexes }: Pick<Found, 'made' | 'indexes'>): void {
  for (const { row, tree } of made) {
    if (tree.gaps.length > 0) continue
    const entries = entriesOf(pages, indexes, row.name) ?? 0
    if (entries > tree.found.reduce((sum, page) => sum + page.cells.length, 0)) tree.gaps.push({ number: 0, isDestroyed: false, ...ANY_ROWID })
  }
}

/** Finds out which pages belong to what. The tables are made in `db` on the way, because SQLite knows best how they are stored. */
function findRecords(pages: DamagedPages, db: SqlDatabase): Found {
  const walker = createTreeWalker(pages)
  const free = findFreePages(pages)
  const schema = readDamagedSchema(pages, walker, (number) => free.numbers.has(number))
  const found = walkSchema(walker, schema, makeTables(db, schema.rows))
  const orphans = findOrphans(pages, (number) => walker.isClaimed(number) || free.numbers.has(number))
  const known = found.made.flatMap(({ plan, tree }): KnownTable[] => (plan ? [{ plan, tree }] : []))
  noteShortTrees(pages, found)
  return { pages, schema, known, free, ...found, attributions: attributeOrphans(orphans, known, free.isWhole && schema.isWhole) }
}

function manifestIn(pages: DamagedPages, found: readonly BTreePage[]): Manifest | null {
  for (const page of found) {
    for (const { values } of readRecords(pages, page)) {
      const [name, value] = values.map((one) => (one instanceof Uint8Array ? bytesToText(one) : one))
      if (values.length !== 2 || name !== 'manifest' || typeof value !== 'string') continue
      const manifest = readManifest(value)
      if (manifest.ok) return manifest.value
    }
  }
  return null
}

/** The manifest of a backup of ours, from its table or wherever its record has gone. */
function findManifest({ pages, others, attributions }: Found): { manifest: Manifest | null; from: OrphanGroup | null } {
  for (const [row, tree] of others) {
    const manifest = row.name.toLowerCase() === MANIFEST_TABLE ? manifestIn(pages, tree.found) : null
    if (manifest) return { manifest, from: null }
  }
  for (const { group, table } of attributions) {
    const manifest = table ? null : manifestIn(pages, group.found)
    if (manifest) return { manifest, from: group }
  }
  return { manifest: null, from: null }
}

function lostOf(found: Found, name: string, tree: Tree, filled: FilledTable, manifest: Manifest | null): number | null {
  const told = manifest?.tables.find((table) => table.name === name)?.records ?? entriesOf(found.pages, found.indexes, name)
  if (told !== null && told !== undefined) return Math.max(0, told - filled.recovered)
  // what damage gave the key of another record was one of its own
  return tree.gaps.length === 0 ? filled.unreadable + filled.refused : null
}

/** The widest record of some pages: what an invented table needs as many fields as. */
function widthOf(pages: DamagedPages, found: readonly BTreePage[]): number {
  let width = 1
  for (const page of found) for (const { values } of readRecords(pages, page)) width = Math.max(width, values.length)
  return Math.min(width, 2000)
}

async function fillKnown(db: SqlDatabase, found: Found, manifest: Manifest | null, work: Work): Promise<Result<TableOutcome[], Failure>> {
  const outcomes: TableOutcome[] = []
  for (const [i, { row, plan, tree }] of found.made.entries()) {
    work.report({ step: 'copying', done: i, total: found.made.length })
    const groups = found.attributions.filter(({ table }) => table?.tree === tree).map(({ group }) => group)
    const pagesOf = [...tree.found, ...groups.flatMap((group) => group.found)]
    const used = plan ?? inventPlan(row.name, widthOf(found.pages, pagesOf), true)
    if (!plan && pagesOf.length === 0) continue
    if (!plan) makeInvented(db, used)
    const filled = await fillFromPages(db, found.pages, used, pagesOf, work)
    if (!filled.ok) return filled
    outcomes.push({ name: used.name, named: plan === null, ...filled.value, lost: lostOf(found, row.name, tree, filled.value, manifest) })
  }
  return ok(outcomes)
}

async function fillInvented(db: SqlDatabase, found: Found, without: OrphanGroup | null, work: Work): Promise<Result<TableOutcome[], Failure>> {
  const outcomes: TableOutcome[] = []
  const left = found.attributions.flatMap(({ group, table }) => (table || group === without ? [] : group))
  // most pages of an index are just that; some may be a table's that keeps its records in one
  const mayBeTable = !found.schema.isWhole || found.made.some(({ plan, tree }) => plan?.withoutRowid && tree.gaps.length > 0)
  const groups = left.filter((group) => group.pages === 'table' || (mayBeTable && !isIndexOf(db, group)))
  const taken = new Set(found.made.map(({ row }) => row.name.toLowerCase()))
  for (const { name, groups: parts } of inventTables(groups, taken)) {
    const pagesOf = parts.flatMap((group) => group.found)
    const used = inventPlan(name, widthOf(found.pages, pagesOf), parts.every((group) => group.pages === 'table'))
    makeInvented(db, used)
    const filled = await fillFromPages(db, found.pages, used, pagesOf, work)
    if (!filled.ok) return filled
    if (filled.value.recovered > 0) outcomes.push({ name: used.name, named: true, ...filled.value, lost: null })
    else db.run(`DROP TABLE ${quoteIdentifier(used.name)}`)
  }
  return ok(outcomes)
}

/** Gives back to AUTOINCREMENT the numbers that it has given out already. */
function fillSequences(db: SqlDatabase, { pages, others }: Found): void {
  if (db.rows("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").length === 0) return
  const set = db.prepare("UPDATE sqlite_sequence SET seq = max(seq, CAST(? AS INTEGER)) WHERE name = CAST(? AS TEXT)")
  try {
    for (const [row, tree] of others) {
      if (row.name !== 'sqlite_sequence') continue
      for (const page of tree.found) {
        for (const { values } of readRecords(pages, page)) {
          const [name, seq] = values
          if (values.length === 2 && name instanceof Uint8Array && (typeof seq === 'number' || typeof seq === 'string')) set.run([seq, name])
        }
      }
    }
  } finally {
    set.free()
  }
}

/** Pages that something points to, or that the header counts, and that are not there or cannot be read. */
function countLostPages({ pages, made, indexes, others }: Found): number {
  const lost = new Set<number>()
  const trees = [...made.map(({ tree }) => tree), ...indexes.values(), ...others.values()]
  for (const { gaps } of trees) for (const { number } of gaps) if (number > 0 && number <= (pages.expected ?? pages.count)) lost.add(number)
  const torn = pages.bytes.length % pages.pageSize === 0 ? 0 : 1
  for (let number = pages.count - torn + 1; number <= (pages.expected ?? 0); number++) lost.add(number)
  return lost.size
}

/**
 * Reads everything that can still be read of a damaged SQLite file into a new one, page by page and never through
 * SQLite itself: whatever the bytes are, this ends. Fails with `NothingSalvaged`, `Damaged` (the new file could not be
 * made) or `Cancelled`.
 */
export async function salvageDatabase(engine: SqlEngine, bytes: Uint8Array, work: Work): Promise<Result<Salvaged, Failure>> {
  work.report({ step: 'reading', done: 0, total: bytes.length })
  const pages = findLayout(bytes)
  if (!pages) return fail({ type: 'NothingSalvaged' })
  const db = engine.open(null, { untrusted: true })
  try {
    beginSalvage(db)
    const found = findRecords(pages, db)
    const { manifest, from } = findManifest(found)
    const known = await fillKnown(db, found, manifest, work)
    if (!known.ok) return known
    const invented = await fillInvented(db, found, from, work)
    if (!invented.ok) return invented
    const doubtful = fillPerhapsDeleted(db, pages, found.free, found.known)
    fillSequences(db, found)
    if (pages.applicationId !== 0) db.run(`PRAGMA application_id = ${pages.applicationId}`)
    if (pages.userVersion !== 0) db.run(`PRAGMA user_version = ${pages.userVersion}`)
    const own = manifest !== null || found.schema.rows.some(({ name }) => name.toLowerCase() === MANIFEST_TABLE)
    return await finishContents(
      db,
      {
        format: own ? 'nightsafe-db' : 'sqlite',
        manifest,
        tables: [...known.value, ...invented.value, ...doubtful],
        later: found.schema.rows.flatMap(({ type, name, table, sql }) => (type === 'table' || sql === null ? [] : { type, name, table, sql })),
        virtual: virtualNames(found.schema.rows),
        schemaIsWhole: found.schema.isWhole,
        lostPages: countLostPages(found),
        lostBytes: null,
        findings: [],
      },
      work,
    )
  } finally {
    db.close()
  }
}
