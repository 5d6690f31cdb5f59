import type { BoundValue } from '../../../src/core/base/cell'
import { quoteIdentifier } from '../../../src/core/base/quoteIdentifier'
import type { SqlDatabase } from '../../../src/core/book/sqlEngine'
import { SqlError } from '../../../src/core/book/sqlEngine'
import type { Random } from '../../support/random'

const NAMES = [
  'note', 'amount', 'a"b', "it's", 'select', 'größe', 'сумма', 'two words', '[x]', '`y`', '__proto__', 'constructor', 'toString', '<img onerror>', '😀', 'x"; drop table t; --', 'Data', 'sequences', 'seal', 'rowid',
]
const TYPES = ['', 'TEXT', 'INTEGER', 'REAL', 'NUMERIC', 'BLOB', 'VARCHAR(20)', 'DECIMAL(10,2)', 'DATE', 'BOOLEAN']
const TEXTS = ['', 'plain', 'q"uote', 'back\\slash', '{"b":"00"}', '{"r":5.0}', '[1]', 'null', 'tab\tline\nfeed', 'nul\u0000inside', '\u2028\u2029', 'ﬁ😀', '007', '1e5', "';--", ']]}},', '"seal":"', 'é', '\u007f']
const INTEGERS = ['0', '-1', '2147483648', '-2147483649', '5000000000', '9007199254740991', '9007199254740992', '9007199254740993', '-9007199254740991', '-9007199254740993', '9223372036854775807', '-9223372036854775808']
const REALS = ['0.1', '-0.0', '2.0', '1e300', '-1.7976931348623157e308', '5e-324', '9e999', '-9e999', '9007199254740993.0', '1e15', '1e21', '0.1+0.2', '1.5e-7', '123456789012.345', '0.60927801944151305']

/** SQL for a value that is hard to carry, and what to bind to it. */
function randomValue(random: Random): { sql: string; bound: BoundValue[] } {
  switch (random.int(0, 8)) {
    case 0: return { sql: 'NULL', bound: [] }
    case 1: return { sql: random.pick(INTEGERS), bound: [] }
    case 2: return { sql: String(random.int(-1000, 1000)), bound: [] }
    case 3: return { sql: random.pick(REALS), bound: [] }
    case 4: return { sql: '?', bound: [random.next() * 10 ** random.int(-10, 20)] }
    case 5: return { sql: '?', bound: [random.bytes(random.int(0, 12))] }
    case 6: return { sql: 'CAST(? AS TEXT)', bound: [random.chance(0.3) ? random.bytes(random.int(1, 8)) : 'text'] }
    default: return { sql: 'CAST(? AS TEXT)', bound: [new TextEncoder().encode(random.pick(TEXTS) + (random.chance(0.5) ? String(random.int(0, 99)) : ''))] }
  }
}

function fieldNames(random: Random): string[] {
  const count = random.int(1, 6)
  const names = new Map<string, string>()
  while (names.size < count) {
    const name = random.pick(NAMES) + (random.chance(0.3) ? String(random.int(1, 9)) : '')
    names.set(name.toLowerCase(), name)
  }
  return [...names.values()]
}

function tableSql(random: Random, name: string, fields: readonly string[]): string {
  const strict = random.chance(0.15)
  const type = () => (strict ? random.pick(['INT', 'INTEGER', 'REAL', 'TEXT', 'BLOB', 'ANY']) : random.pick(TYPES))
  const columns = fields.map((field) => `${quoteIdentifier(field)} ${type()}${random.chance(0.2) ? ' COLLATE NOCASE' : ''}${random.chance(0.1) ? ' UNIQUE' : ''}`)
  const options: string[] = strict ? ['STRICT'] : []
  const form = random.int(0, 5)
  if (form === 0) columns.unshift(`nr INTEGER PRIMARY KEY${random.chance(0.5) ? ' AUTOINCREMENT' : ''}`)
  else if (form === 1) columns.push(`PRIMARY KEY (${[...fields].slice(0, 2).map(quoteIdentifier).join(', ')})`)
  else if (form === 2) {
    columns.push(`PRIMARY KEY (${[...fields].reverse().slice(0, 2).map((f) => `${quoteIdentifier(f)}${random.chance(0.3) ? ' DESC' : ''}`).join(', ')})`)
    options.push('WITHOUT ROWID')
  } else if (form === 3) columns[0] = `${quoteIdentifier(fields[0] ?? '')} TEXT PRIMARY KEY ON CONFLICT IGNORE`
  if (random.chance(0.3)) columns.splice(random.int(0, fields.length), 0, `made${strict ? ' TEXT' : ''} AS (typeof(${quoteIdentifier(fields[0] ?? '')}))${random.chance(0.5) ? ' STORED' : ''}`)
  // table constraints come last
  columns.sort((a, b) => Number(a.startsWith('PRIMARY KEY')) - Number(b.startsWith('PRIMARY KEY')))
  return `CREATE TABLE ${quoteIdentifier(name)} (${columns.join(', ')}) ${options.join(', ')}`
}

/** Fills a database with tables, records, indexes, views and triggers of every awkward sort. */
export function makeRandomBook(random: Random, db: SqlDatabase): void {
  if (random.chance(0.5)) db.run(`PRAGMA user_version = ${random.int(1, 1000)}; PRAGMA application_id = ${random.int(-5, 2 ** 31 - 1)}`)
  const tables = random.int(0, 4)
  for (let t = 0; t < tables; t++) {
    const name = random.pick(NAMES) + String(t)
    const fields = fieldNames(random)
    db.run(tableSql(random, name, fields))
    const records = random.chance(0.2) ? 0 : random.int(1, 25)
    for (let i = 0; i < records; i++) addRandomRecord(random, db, name, fields)
    if (random.chance(0.4)) db.run(`DELETE FROM ${quoteIdentifier(name)} WHERE ${quoteIdentifier(fields[0] ?? '')} IS NULL`)
    if (random.chance(0.4)) db.run(`CREATE INDEX "index ${t}" ON ${quoteIdentifier(name)} (${quoteIdentifier(fields[0] ?? '')} DESC)`)
    if (random.chance(0.3)) db.run(`CREATE VIEW "view ${t}" AS SELECT * FROM ${quoteIdentifier(name)}`)
    if (random.chance(0.3)) db.run(`CREATE TRIGGER "on ${t}" AFTER INSERT ON ${quoteIdentifier(name)} BEGIN DELETE FROM ${quoteIdentifier(name)}; END`)
  }
}

function addRandomRecord(random: Random, db: SqlDatabase, table: string, fields: readonly string[]): void {
  const values = fields.map(() => randomValue(random))
  const statement = db.prepare(`INSERT INTO ${quoteIdentifier(table)} (${fields.map(quoteIdentifier).join(', ')}) VALUES (${values.map((v) => v.sql).join(', ')})`)
  try {
    statement.run(values.flatMap((v) => v.bound))
  } catch (error) {
    // a value that the table's constraints refuse is simply not there
    if (!(error instanceof SqlError)) throw error
  } finally {
    statement.free()
  }
}
