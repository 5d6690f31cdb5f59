import type { SqlDatabase, SqlEngine } from '../../src/core/book/sqlEngine'

/** A healthy database to be damaged. */
export interface SalvageBook {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const numbers = (to: number) => `(WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < ${to}) SELECT v FROM n)`

const LEDGER = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT NOT NULL, flat TEXT, joined DATE, share REAL);
  CREATE TABLE expenses (id INTEGER PRIMARY KEY, member INTEGER REFERENCES members, amount INTEGER NOT NULL, day TEXT, note TEXT, receipt BLOB);
  CREATE TABLE categories (code TEXT PRIMARY KEY, title TEXT);
  INSERT INTO members SELECT v, 'Member ' || v, char(65 + v % 6) || v, '2024-0' || (1 + v % 9) || '-11', v / 7.0 FROM ${numbers(60)};
  INSERT INTO expenses SELECT v, 1 + v % 60, v * 125, '2025-01-' || (10 + v % 20), 'Invoice number ' || v || ' ' || hex(v * 7919), CASE v % 9 WHEN 0 THEN CAST('r' || v AS BLOB) END FROM ${numbers(900)};
  UPDATE expenses SET note = note || replace(hex(zeroblob(2 + id % 4)), '00', ' a long story about expense ' || id || hex(zeroblob(700))) WHERE id % 50 = 0;
  INSERT INTO categories SELECT 'C' || v, 'Category ' || v FROM ${numbers(120)};
  CREATE INDEX expenses_by_member ON expenses (member);
  CREATE VIEW totals AS SELECT member, sum(amount) FROM expenses GROUP BY member;`

const MANY_TABLES = Array.from({ length: 40 }, (_, i) => `
  CREATE TABLE list_${i} (id INTEGER PRIMARY KEY, title TEXT, a${i} INTEGER, note_with_a_rather_long_name TEXT DEFAULT 'some text that makes the schema longer', b REAL);
  INSERT INTO list_${i} SELECT v, 'Entry ' || v || ' of ${i}', v * ${i + 1}, hex(v * ${i + 31}), v / 3.0 FROM ${numbers(10 + i * 3)};`).join('')

const KEYED = `
  CREATE TABLE rates (currency TEXT, day TEXT, rate REAL, PRIMARY KEY (day, currency)) WITHOUT ROWID;
  CREATE TABLE plain (a, b TEXT, c);
  CREATE TABLE pairs (x INTEGER, y TEXT, z INTEGER, PRIMARY KEY (x, y));
  INSERT INTO rates SELECT 'CU' || (v % 17), '2025-' || v, v / 13.0 FROM ${numbers(700)};
  INSERT INTO plain SELECT CASE v % 3 WHEN 0 THEN v WHEN 1 THEN 't' || v ELSE v / 9.0 END, 'row ' || v || hex(v * 3), 9007199254740993 + v FROM ${numbers(800)};
  INSERT INTO pairs SELECT v, 'y' || v, v * v FROM ${numbers(500)};
  CREATE INDEX plain_b ON plain (b);`

const NUMBERED = `
  CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, what TEXT NOT NULL, who TEXT);
  CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT, done BOOLEAN);
  INSERT INTO log (at, what, who) SELECT 1700000000000 + v * 1000, 'event ' || v || ' ' || hex(v * 104729), CASE WHEN v % 4 THEN 'person ' || v % 11 END FROM ${numbers(6000)};
  INSERT INTO notes (body, done) SELECT 'note ' || v || hex(v * 31337), v % 2 FROM ${numbers(1500)};`

const DELETED = `${NUMBERED}
  CREATE TABLE dropped (id INTEGER PRIMARY KEY, secret TEXT);
  INSERT INTO dropped SELECT v, 'gone for good ' || v FROM ${numbers(500)};
  DROP TABLE dropped;
  DELETE FROM log WHERE id BETWEEN 2000 AND 3500;
  DELETE FROM notes WHERE id % 7 = 0;`

const MAKES: readonly (readonly [string, string])[] = [
  ['ledger', LEDGER],
  ['ledger-512', `PRAGMA page_size = 512; ${LEDGER}`],
  ['ledger-utf16', `PRAGMA page_size = 1024; PRAGMA encoding = 'UTF-16le'; ${LEDGER}`],
  ['many-tables', `PRAGMA page_size = 2048; ${MANY_TABLES}`],
  ['keyed', `PRAGMA page_size = 1024; ${KEYED}`],
  ['numbered', NUMBERED],
  ['deleted', DELETED],
  ['auto-vacuum', `PRAGMA auto_vacuum = FULL; PRAGMA page_size = 1024; ${NUMBERED}`],
]

function bytesOf(engine: SqlEngine, sql: string): Uint8Array<ArrayBuffer> {
  const db = engine.open(null)
  try {
    db.run(sql)
    return db.bytes()
  } finally {
    db.close()
  }
}

/** The databases, of different makes, that salvage is tried on. */
export function makeSalvageBooks(engine: SqlEngine): SalvageBook[] {
  return MAKES.map(([name, sql]) => ({ name, bytes: bytesOf(engine, sql) }))
}

/** SQL for a value as a text that no other value has, whatever the encoding of the database. */
const exactText = (column: string) => `typeof(${column}) || CASE typeof(${column}) WHEN 'blob' THEN hex(${column}) ELSE coalesce(${column}, '') END`

function valuesOf(db: SqlDatabase, table: string, columns: readonly string[]): string[] {
  const quoted = columns.map((column) => exactText(`"${column}"`)).join(" || '|' || ")
  return db.rows(`SELECT ${quoted} FROM "${table}"`).map(([text]) => String(text))
}

function columnsOf(db: SqlDatabase, table: string): string[] {
  return db.rows('SELECT name FROM pragma_table_info(?)', [table]).map(([name]) => String(name))
}

function tablesOf(db: SqlDatabase): string[] {
  return db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").map(([name]) => String(name))
}

/** All records of a database: for each table, how often each of them is there. */
export type RecordCounts = ReadonlyMap<string, ReadonlyMap<string, number>>

const countAll = (texts: readonly string[]) => {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

/** The records of a healthy database. */
export function countRecords(db: SqlDatabase): RecordCounts {
  return new Map(tablesOf(db).map((table) => [table, countAll(valuesOf(db, table, columnsOf(db, table)))]))
}

/** What a salvaged database has of the original's records, and how many records it has that the original had not. */
export interface Comparison {
  readonly right: number
  readonly wrong: number
  readonly rightIn: ReadonlyMap<string, number>
}

/** The forms in which a record whose table was lost may stand in a made-up table: with and without its rowid. */
function looseForms(db: SqlDatabase, table: string): string[][] {
  const columns = columnsOf(db, table)
  const fields = columns.filter((name) => /^c[0-9]+$/.test(name))
  const rowid = columns.includes('id') ? 'id' : 'rowid'
  const [first, ...rest] = fields
  const width = columns.includes('nfield') ? 'nfield' : String(fields.length)
  const rows = db.rows(
    `SELECT ${width}, ${exactText(rowid)}, ${[first ?? '', ...rest].map((field) => exactText(`"${field}"`)).join(', ')} FROM "${table}"`,
  )
  return rows.map(([count, id, ...values]) => {
    const own = values.map(String).slice(0, Number(count))
    return [own.join('|'), [String(id), ...own.slice(1)].join('|'), [own[1], own[0], ...own.slice(2)].join('|')]
  })
}

/** Holds a salvaged database against the records of the original. Records in made-up tables count where any table had them. */
export function compareRecords(original: RecordCounts, salvaged: SqlDatabase): Comparison {
  const left = new Map([...original].map(([table, counts]) => [table, new Map(counts)]))
  const rightIn = new Map<string, number>()
  let wrong = 0
  const take = (table: string, text: string): boolean => {
    const counts = left.get(table)
    const count = counts?.get(text) ?? 0
    if (!counts || count === 0) return false
    counts.set(text, count - 1)
    rightIn.set(table, (rightIn.get(table) ?? 0) + 1)
    return true
  }
  const names = tablesOf(salvaged)
  for (const table of names) {
    if (!original.has(table)) continue
    for (const text of valuesOf(salvaged, table, columnsOf(salvaged, table))) if (!take(table, text)) wrong++
  }
  for (const table of names) {
    const like = table.replace(/_perhaps_deleted$/, '')
    if (original.has(table) || !original.has(like)) continue
    for (const text of valuesOf(salvaged, table, columnsOf(salvaged, like))) if (!take(like, text)) wrong++
  }
  for (const table of names) {
    if (original.has(table.replace(/_perhaps_deleted$/, ''))) continue
    for (const forms of looseForms(salvaged, table)) {
      if (!forms.some((text) => [...original.keys()].some((name) => take(name, text)))) wrong++
    }
  }
  return { right: [...rightIn.values()].reduce((sum, count) => sum + count, 0), wrong, rightIn }
}
