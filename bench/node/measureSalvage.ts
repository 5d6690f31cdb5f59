import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import initSqlJs from 'sql.js'
import { unwatchedWork } from '../../src/core/base/progress'
import type { SqlEngine } from '../../src/core/book/sqlEngine'
import { salvageDatabase } from '../../src/core/restore/salvage/salvageDatabase'
import { createSqlJsEngine } from '../../src/platform/sqljs/sqlJsEngine'
import { createRandom } from '../../tests/support/random'
import { compareRecords, countRecords, makeSalvageBooks, type Comparison, type RecordCounts } from '../../tests/support/salvageBooks'
import { DAMAGES } from '../../tests/support/salvageDamages'

const NOTHING: Comparison = { right: 0, wrong: 0, rightIn: new Map() }

const SQLITE3 = process.env.SQLITE3 ?? 'sqlite3'

/** What the command says of itself, if it is here and can recover: some builds cannot (those without SQLITE_ENABLE_DBPAGE_VTAB). */
function versionThatRecovers(): string | null {
  const { status, stdout } = spawnSync(SQLITE3, ['--version'], { encoding: 'utf8' })
  if (status !== 0) return null
  const probe = spawnSync(SQLITE3, [':memory:', 'CREATE TABLE t (a)', '.recover'], { encoding: 'utf8' })
  return probe.stdout.includes('CREATE TABLE') ? (stdout.split(' ')[0] ?? '') : null
}

function compareBytes(engine: SqlEngine, original: RecordCounts, bytes: Uint8Array): Comparison {
  if (bytes.length === 0) return NOTHING
  const db = engine.open(bytes)
  try {
    return compareRecords(original, db)
  } finally {
    db.close()
  }
}

async function ours(engine: SqlEngine, original: RecordCounts, damaged: Uint8Array): Promise<{ found: Comparison; ms: number }> {
  const begun = performance.now()
  const salvaged = await salvageDatabase(engine, damaged, unwatchedWork)
  const ms = performance.now() - begun
  return { found: salvaged.ok ? compareBytes(engine, original, salvaged.value.bytes) : NOTHING, ms }
}

/** `sqlite3 damaged.db .recover`, loaded into a new database. */
function theirs(engine: SqlEngine, original: RecordCounts, damaged: Uint8Array, folder: string): { found: Comparison; ms: number } {
  const from = join(folder, 'damaged.db')
  const to = join(folder, 'recovered.db')
  writeFileSync(from, damaged)
  rmSync(to, { force: true })
  const begun = performance.now()
  const { stdout } = spawnSync(SQLITE3, [from, '.recover'], { maxBuffer: 1 << 30 })
  // what stops the loading at one statement must not cost the others
  spawnSync(SQLITE3, [to], { input: stdout })
  const ms = performance.now() - begun
  try {
    return { found: compareBytes(engine, original, readFileSync(to)), ms }
  } catch {
    return { found: NOTHING, ms }
  }
}

const seed = Number(process.env.NIGHTSAFE_SEED ?? 1)
const files = Number(process.argv.find((arg) => /^[0-9]+$/.test(arg)) ?? 200)
const version = versionThatRecovers()
const compare = version !== null
if (compare) console.log(`${SQLITE3} ${version} .recover beside it`)
else console.log('There is no sqlite3 command here that can .recover (name one in SQLITE3): salvage is measured with nothing beside it.')

const engine = await createSqlJsEngine({ initSqlJs }, 'export-and-compare')
const random = createRandom('salvage', seed)
const books = makeSalvageBooks(engine).map((book) => {
  const db = engine.open(book.bytes)
  const records = countRecords(db)
  db.close()
  return { ...book, records }
})
const folder = mkdtempSync(join(tmpdir(), 'nightsafe-salvage-'))
const totals = new Map<string, { files: number; had: number; ours: number; oursWrong: number; theirs: number; theirsWrong: number; fewer: number; more: number; ourMs: number; theirMs: number }>()
try {
  for (let i = 0; i < files; i++) {
    const damage = DAMAGES[i % DAMAGES.length]
    const book = books[Math.floor(i / DAMAGES.length) % books.length]
    if (!damage || !book) continue
    const damaged = damage.make(book.bytes, random)
    const mine = await ours(engine, book.records, damaged)
    const other = compare ? theirs(engine, book.records, damaged, folder) : { found: NOTHING, ms: 0 }
    const had = [...book.records.values()].reduce((sum, counts) => sum + [...counts.values()].reduce((a, b) => a + b, 0), 0)
    const total = totals.get(damage.name) ?? { files: 0, had: 0, ours: 0, oursWrong: 0, theirs: 0, theirsWrong: 0, fewer: 0, more: 0, ourMs: 0, theirMs: 0 }
    totals.set(damage.name, {
      files: total.files + 1,
      had: total.had + had,
      ours: total.ours + mine.found.right,
      oursWrong: total.oursWrong + mine.found.wrong,
      theirs: total.theirs + other.found.right,
      theirsWrong: total.theirsWrong + other.found.wrong,
      fewer: total.fewer + Number(mine.found.right < other.found.right),
      more: total.more + Number(mine.found.right > other.found.right),
      ourMs: total.ourMs + mine.ms,
      theirMs: total.theirMs + other.ms,
    })
    if (mine.found.right < other.found.right) console.log(`fewer: file ${i}, ${book.name}, ${damage.name}: ${mine.found.right} against ${other.found.right} of ${had}`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const rows = [...totals].map(([damage, t]) => ({
  damage,
  files: t.files,
  'records': t.had,
  'ours %': ((t.ours / t.had) * 100).toFixed(2),
  '.recover %': ((t.theirs / t.had) * 100).toFixed(2),
  'files with more': t.more,
  'files with fewer': t.fewer,
  'ours changed': t.oursWrong,
  '.recover changed': t.theirsWrong,
  'ours ms': (t.ourMs / t.files).toFixed(0),
  '.recover ms': (t.theirMs / t.files).toFixed(0),
}))
console.table(rows)
const sum = (pick: (t: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + pick(row), 0)
console.log(`${files} files, seed ${seed}: fewer in ${sum((row) => row['files with fewer'])}, more in ${sum((row) => row['files with more'])}`)
process.exitCode = sum((row) => row['files with fewer']) > 0 ? 1 : 0
