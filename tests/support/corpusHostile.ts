import type { BackupDeps } from '../../src/core/backup/makeBackup'
import { MANIFEST_TABLE } from '../../src/core/backup/tableShape'
import { databaseOf, type CorpusFile } from './corpus'

/** Databases whose schema is made to do harm. All are healthy files: they are listed, and nothing in them runs. */
export function hostileSchemas(deps: BackupDeps): CorpusFile[] {
  const hostile = (name: string, sql: string, change: Partial<CorpusFile> = {}): CorpusFile => ({ name, bytes: databaseOf(deps, sql), verdict: 'foreign-sqlite', ...change })
  const many = Array.from({ length: 3000 }, (_, i) => `CREATE TABLE t${i} (a)`).join(';')
  const wide = Array.from({ length: 2000 }, (_, i) => `c${i}`).join(', ')
  return [
    hostile('trigger-deletes.db', 'CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE TRIGGER x AFTER UPDATE ON t BEGIN DELETE FROM t; END', { codes: ['triggers-asleep'], tables: { t: 1 } }),
    hostile('instead-of.db', 'CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER x INSTEAD OF INSERT ON v BEGIN DELETE FROM t; END', { codes: ['views-asleep', 'triggers-asleep'] }),
    hostile('endless-view.db', 'CREATE TABLE t (a); CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n', { tables: { v: null } }),
    hostile('function-in-view.db', 'CREATE TABLE t (a); CREATE VIEW v AS SELECT launch_missiles(a) FROM t', { tables: { v: null } }),
    hostile('huge-generated.db', 'CREATE TABLE t (a INT, b BLOB AS (randomblob(400000000)) VIRTUAL); INSERT INTO t VALUES (1)'.replace('randomblob', 'zeroblob'), { tables: { t: 1 } }),
    hostile('names.db', `CREATE TABLE "x""; drop table" ("<img onerror=alert(1)>" TEXT, "__proto__" INT, "" INT); INSERT INTO "x""; drop table" VALUES ('=cmd', 1, 2);
      CREATE TABLE "constructor" (a); CREATE TABLE "__proto__" (a)`, { tables: { 'x"; drop table': 1, constructor: 0, __proto__: 0 } }),
    hostile('reserved.db', 'CREATE TABLE _nightsafe_other (a)', { codes: ['reserved-name'] }),
    hostile('manifest-forged.db', `CREATE TABLE ${MANIFEST_TABLE} (name TEXT PRIMARY KEY, value TEXT NOT NULL); CREATE TABLE t (a);
      INSERT INTO ${MANIFEST_TABLE} VALUES ('manifest', '{}'), ('seal', 'x')`, { verdict: 'damaged', codes: ['manifest-unreadable'] }),
    hostile('manifest-view.db', `CREATE VIEW ${MANIFEST_TABLE} AS SELECT 'manifest' AS name, '{}' AS value`, { verdict: 'damaged', codes: ['manifest-unreadable'] }),
    hostile('shadow-tables.db', "CREATE VIRTUAL TABLE f USING fts3(body); INSERT INTO f VALUES ('a'); DELETE FROM f_segdir", { verdict: 'damaged', codes: ['corrupt'] }),
    hostile('many-tables.db', `BEGIN; ${many}; COMMIT`),
    hostile('wide-table.db', `CREATE TABLE t (${wide}); INSERT INTO t (c0, c1999) VALUES (1, 2)`, { tables: { t: 1 } }),
    hostile('big-cell.db', 'CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(20000000))', { tables: { t: 1 } }),
    hostile('giant-cell.db', 'CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(200000000))', { verdict: 'not-a-backup', codes: ['too-large'] }),
    hostile('unknown-module.db', "CREATE TABLE t (a); PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING fts5(body)')", { tables: { t: 0, v: null }, codes: ['virtual-table'] }),
  ]
}
