import initSqlJs from 'sql.js'

const SQL = await initSqlJs()

/** Everything that other programs do with SQLite and that one would rather not meet, in one schema. */
const SCHEMA = `
CREATE TABLE "Order ""lines""; DROP TABLE" ("a ""b"" 'c'" TEXT, "naïve – 名前" INTEGER, "select" REAL, "x]y" TEXT);
CREATE TABLE keys_of_bytes (k BLOB PRIMARY KEY, v TEXT);
CREATE TABLE "bare bytes" (k BLOB, n INTEGER, v TEXT COLLATE NOCASE, PRIMARY KEY (k, n)) WITHOUT ROWID;
CREATE TABLE places (country TEXT, city TEXT, people INTEGER, PRIMARY KEY (city, country)) WITHOUT ROWID;
CREATE TABLE seats ("row" TEXT NOT NULL, seat INTEGER NOT NULL, guest TEXT, PRIMARY KEY ("row", seat));
CREATE TABLE "strict one" (id INTEGER PRIMARY KEY, n INT NOT NULL, r REAL, t TEXT, b BLOB, a ANY) STRICT;
CREATE TABLE worked_out (id INTEGER PRIMARY KEY, price REAL, pieces INTEGER, total REAL GENERATED ALWAYS AS (price * pieces) STORED, label TEXT AS (pieces || ' pcs'));
CREATE TABLE parents (code TEXT PRIMARY KEY, name TEXT) /* keep this */;
CREATE TABLE children (id INTEGER PRIMARY KEY, parent TEXT NOT NULL REFERENCES parents(code) ON UPDATE CASCADE ON DELETE CASCADE, name TEXT);
CREATE TABLE audit (what TEXT);
CREATE TABLE shy (_rowid_ TEXT, rowid, oid);
CREATE INDEX "by name; " ON children (name COLLATE NOCASE) WHERE name IS NOT NULL;
CREATE UNIQUE INDEX low ON parents (lower(name));
CREATE VIEW "family tree" AS SELECT p.name AS parent, c.name AS child, c.id * 2 AS "twice" FROM children AS c JOIN parents AS p ON p.code = c.parent;
CREATE TRIGGER "instead" INSTEAD OF UPDATE ON "family tree" BEGIN UPDATE children SET name = new.child WHERE name = old.child; END;
CREATE TRIGGER "children's log" AFTER UPDATE ON children BEGIN INSERT INTO audit VALUES (old.name || ' → ' || new.name); END;
CREATE VIRTUAL TABLE letters USING fts4(body);`

const RECORDS = `
INSERT INTO "Order ""lines""; DROP TABLE" VALUES ('one', 1, 1.5, 'x'), ('it''s "two"', 2, NULL, 'y'), (char(0x1F980), 3, -0.25, NULL);
INSERT INTO keys_of_bytes VALUES (x'00', 'nought'), (x'c0ffee', 'coffee'), (x'', 'nothing');
INSERT INTO "bare bytes" VALUES (x'00ff', 1, 'first'), (x'00ff', 2, 'second'), (x'', 1, 'empty');
INSERT INTO places VALUES ('Ghana', 'Accra', 2), ('Kenya', 'Accra', 1), ('Kenya', 'Nairobi', 4);
INSERT INTO seats VALUES ('A', 1, 'Ada'), ('A', 2, 'Ben'), ('B', 1, NULL);
INSERT INTO "strict one" VALUES (1, 7, 1.5, 'text', x'01', 'anything'), (2, 8, NULL, NULL, NULL, 9223372036854775807);
INSERT INTO worked_out (id, price, pieces) VALUES (1, 2.5, 4), (2, 10, 3);
INSERT INTO parents VALUES ('p1', 'Parent one'), ('p2', 'Parent two');
INSERT INTO children VALUES (1, 'p1', 'Ama'), (2, 'p1', 'Kofi'), (3, 'p2', 'Esi');
INSERT INTO shy VALUES ('a', 1, 2), ('b', 3, 4);
INSERT INTO letters VALUES ('dear reader');`

/** Tables as FTS5 and R*Tree keep their contents in them, which the app's SQLite does not have. */
const SHADOWS = `
CREATE TABLE 'notes_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'notes_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE 'notes_content'(id INTEGER PRIMARY KEY, c0);
CREATE TABLE 'notes_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE 'notes_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'boxes_rowid'(rowid INTEGER PRIMARY KEY, nodeno);
CREATE TABLE 'boxes_node'(nodeno INTEGER PRIMARY KEY, data);
CREATE TABLE 'boxes_parent'(nodeno INTEGER PRIMARY KEY, parentnode);
INSERT INTO notes_content VALUES (1, 'a note'); INSERT INTO notes_config VALUES ('version', 4);
INSERT INTO notes_data VALUES (1, x'0100'), (10, x'000000000001'); INSERT INTO boxes_node VALUES (1, zeroblob(600))`

const VIRTUAL = [
  ['notes', 'CREATE VIRTUAL TABLE notes USING fts5(body)'],
  ['boxes', 'CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1)'],
  ['elsewhere', 'CREATE VIRTUAL TABLE elsewhere USING a_module_of_their_own(path)'],
] as const

/** Makes the file; nothing in it is damaged. */
export function nastyDatabase(): Uint8Array {
  const db = new SQL.Database()
  try {
    db.run(`${SCHEMA}${RECORDS}${SHADOWS}`)
    db.run('PRAGMA writable_schema = ON')
    for (const [name, sql] of VIRTUAL) db.run("INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('table', ?, ?, 0, ?)", [name, name, sql])
    return db.export()
  } finally {
    db.close()
  }
}

/** Every statement of a file's schema, as its bytes stand there; what belongs to the app or to SQLite left out. */
export function schemaOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const db = new SQL.Database(bytes)
  try {
    const rows = db.exec("SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE '\\_nightsafe\\_%' ESCAPE '\\' ORDER BY 1")[0]?.values ?? []
    return new Map(rows.map(([name, sql]) => [String(name), String(sql)]))
  } finally {
    db.close()
  }
}
