import { concatBytes } from '../../src/core/base/bytes'
import type { BackupDeps } from '../../src/core/backup/makeBackup'
import { databaseOf, edited, type CorpusFile } from './corpus'

const ROWS = "INSERT INTO t SELECT value, 'note ' || value, CAST(value AS REAL) / 3, zeroblob(value % 7) FROM generate_series"
  .replace('FROM generate_series', "FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 500) SELECT value FROM n)")
const TABLE = 'CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, amount REAL, receipt BLOB); CREATE INDEX i ON t (note);'

function pageAt(bytes: Uint8Array, marker: string): number {
  return Buffer.from(bytes).indexOf(marker, 0, 'latin1')
}

function damagedFiles(deps: BackupDeps, plain: Uint8Array): CorpusFile[] {
  const big = databaseOf(deps, TABLE + ROWS)
  const freed = databaseOf(deps, `${TABLE}${ROWS}; DROP INDEX i; CREATE TABLE u (a); DROP TABLE t`)
  const trunk = new DataView(freed.buffer, freed.byteOffset).getUint32(32)
  return [
    { name: 'header-only.db', bytes: plain.slice(0, 100), verdict: 'damaged', codes: ['truncated'] },
    { name: 'half-header.db', bytes: plain.slice(0, 50), verdict: 'damaged', codes: ['truncated'] },
    { name: 'magic-only.db', bytes: plain.slice(0, 10), verdict: 'damaged', codes: ['truncated'] },
    { name: 'half-page.db', bytes: plain.slice(0, 2048), verdict: 'damaged', codes: ['truncated'] },
    { name: 'last-page-missing.db', bytes: big.slice(0, -4096), verdict: 'damaged', codes: ['truncated'] },
    { name: 'trailing-junk.db', bytes: concatBytes([plain, new Uint8Array(77)]), verdict: 'damaged', codes: ['trailing-bytes'] },
    { name: 'trailing-pages.db', bytes: concatBytes([plain, new Uint8Array(8192)]), verdict: 'damaged', codes: ['trailing-bytes'] },
    { name: 'page-count-lies.db', bytes: edited(plain, (copy) => copy.set([0, 0, 0, 99], 28)), verdict: 'damaged', codes: ['truncated'] },
    { name: 'magic-spoilt.db', bytes: edited(plain, (copy) => copy.set([0x58], 3)), verdict: 'damaged', codes: ['corrupt'] },
    { name: 'page-size-lies.db', bytes: edited(plain, (copy) => copy.set([3, 7], 16)), verdict: 'damaged', codes: ['corrupt'] },
    { name: 'index-flip.db', bytes: edited(big, (copy) => copy.set([0x58], Buffer.from(copy).lastIndexOf('note 250', undefined, 'latin1') + 5)), verdict: 'damaged', codes: ['corrupt'] },
    { name: 'freelist-loop.db', bytes: edited(freed, (copy) => new DataView(copy.buffer).setUint32((trunk - 1) * 4096, trunk)), verdict: 'damaged', codes: ['corrupt'] },
    { name: 'schema-garbled.db', bytes: edited(plain, (copy) => copy.set([0x58, 0x58], pageAt(plain, 'TABLE expenses'))), verdict: 'damaged', codes: ['corrupt'] },
  ]
}

/** Healthy files of every make that SQLite writes, and files damaged in one place. */
export function sqliteFiles(deps: BackupDeps, plain: Uint8Array): CorpusFile[] {
  const healthy = (name: string, sql: string, tables: CorpusFile['tables'], codes: CorpusFile['codes'] = []): CorpusFile => ({
    name, bytes: databaseOf(deps, sql), verdict: 'foreign-sqlite', codes, ...(tables && { tables }),
  })
  const sizes = [512, 1024, 2048, 8192, 16_384, 32_768, 65_536]
  return [
    ...damagedFiles(deps, plain),
    ...sizes.map((size) => healthy(`pages-of-${size}.db`, `PRAGMA page_size = ${size}; ${TABLE}${ROWS}`, { t: 500 })),
    healthy('utf16le.db', `PRAGMA encoding = 'UTF-16le'; ${TABLE}${ROWS}`, { t: 500 }),
    healthy('utf16be.db', `PRAGMA encoding = 'UTF-16be'; CREATE TABLE t (k TEXT PRIMARY KEY, v); INSERT INTO t VALUES ('é', 1), ('😀', 2), ('\uffee', 3)`, { t: 3 }),
    healthy('auto-vacuum.db', `PRAGMA auto_vacuum = FULL; ${TABLE}${ROWS}`, { t: 500 }),
    healthy('incremental.db', `PRAGMA auto_vacuum = INCREMENTAL; ${TABLE}${ROWS}`, { t: 500 }),
    healthy('strict.db', 'CREATE TABLE t (id INTEGER PRIMARY KEY, a ANY, n INT NOT NULL) STRICT; INSERT INTO t VALUES (1, 2.0, 3)', { t: 1 }),
    healthy('without-rowid.db', "CREATE TABLE t (a TEXT, b INT, c, PRIMARY KEY (b, a)) WITHOUT ROWID; INSERT INTO t VALUES ('x', 1, NULL), ('y', 1, 2)", { t: 2 }),
    healthy('generated.db', "CREATE TABLE t (a INT, b INT AS (a * 2) STORED, c TEXT AS (a || 'x')); CREATE INDEX i ON t (c); INSERT INTO t (a) VALUES (1), (2)", { t: 2 }),
    healthy('composite.db', 'CREATE TABLE t (a, b, c, PRIMARY KEY (a, b)); INSERT INTO t VALUES (1, 2, 3), (NULL, 2, 3), (NULL, 2, 4)', { t: 3 }),
    healthy('full-text.db', "CREATE VIRTUAL TABLE f USING fts4(body); INSERT INTO f VALUES ('lift repair')", { f: null, f_content: 1 }, ['virtual-table']),
    healthy('no-tables.db', 'CREATE TABLE t (a); DROP TABLE t', {}, ['no-tables']),
    healthy('broken-references.db', 'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (p REFERENCES p); INSERT INTO t VALUES (7), (8)', { t: 2 }, ['foreign-keys-broken']),
    healthy('reference-to-nowhere.db', 'CREATE TABLE t (p REFERENCES gone); INSERT INTO t VALUES (7)', { t: 1 }, ['foreign-keys-broken']),
    { name: 'wal-header.db', bytes: edited(plain, (copy) => copy.set([2, 2], 18)), verdict: 'foreign-sqlite', codes: ['wal-mode', 'views-asleep'], tables: { expenses: 3 } },
    {
      name: 'wal-with-more-pages.db',
      bytes: concatBytes([edited(plain, (copy) => copy.set([2, 2], 18)), new Uint8Array(4096)]),
      verdict: 'foreign-sqlite',
      codes: ['wal-mode', 'trailing-bytes'],
    },
  ]
}
