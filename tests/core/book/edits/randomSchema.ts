import type { Random } from '../../../support/random'

/** SQL of a schema as other programs make them: keys, rules, references and triggers of all sorts, with records. */
export function randomSchema(random: Random): string {
  const tables = Array.from({ length: random.int(1, 4) }, (_, i) => random.pick([`t${i}`, `Table ${i}`, `"quo""ted${i}"`, `[select ${i}]`]))
  const quoted = tables.map((name) => (/^["[]/.test(name) ? name : `"${name}"`))
  const made: { name: string; key: string; type: string }[] = []
  const statements = quoted.flatMap((name) => {
    const { sql, key } = randomTable(random, name, made)
    if (key) made.push({ name, ...key })
    return [sql, ...randomExtras(random, name)]
  })
  return `CREATE TABLE log (what); ${statements.join(';\n')}`
}

interface Key {
  readonly key: string
  readonly type: string
}

const KEYS: readonly ((random: Random) => { fields: string[]; rest: string[]; options: string; key: Key | null })[] = [
  () => ({ fields: ['id INTEGER PRIMARY KEY'], rest: [], options: '', key: { key: 'id', type: 'INTEGER' } }),
  () => ({ fields: ['"nr" INTEGER PRIMARY KEY AUTOINCREMENT'], rest: [], options: '', key: { key: 'nr', type: 'INTEGER' } }),
  () => ({ fields: ['id INTEGER PRIMARY KEY DESC'], rest: [], options: '', key: { key: 'id', type: 'INTEGER' } }),
  () => ({ fields: ['id INT PRIMARY KEY NOT NULL'], rest: [], options: '', key: { key: 'id', type: 'INT' } }),
  () => ({ fields: ['id INTEGER'], rest: ['PRIMARY KEY (id)'], options: '', key: { key: 'id', type: 'INTEGER' } }),
  (random) => ({ fields: [`code TEXT PRIMARY KEY ${random.pick(['', 'COLLATE NOCASE'])}`], rest: [], options: random.pick(['', 'WITHOUT ROWID']), key: { key: 'code', type: 'TEXT' } }),
  (random) => ({ fields: ['k1 TEXT NOT NULL', 'k2 INTEGER NOT NULL'], rest: ['PRIMARY KEY (k2, k1)'], options: random.pick(['', 'WITHOUT ROWID']), key: null }),
  () => ({ fields: ['k1', 'k2 REAL'], rest: ['PRIMARY KEY (k1, k2)'], options: 'WITHOUT ROWID', key: null }),
  (random) => ({ fields: random.pick([['rowid TEXT'], ['_rowid_ TEXT', 'oid'], ['rowid', '_rowid_'], ['rowid', '_rowid_', 'oid']]), rest: [], options: '', key: null }),
  () => ({ fields: ['id INTEGER PRIMARY KEY', 'rowid', '_rowid_ TEXT', 'oid INTEGER'], rest: [], options: '', key: { key: 'id', type: 'INTEGER' } }),
  () => ({ fields: [], rest: [], options: '', key: null }),
]

function randomTable(random: Random, name: string, made: readonly { name: string; key: string; type: string }[]) {
  const { fields, rest, options, key } = random.pick(KEYS)(random)
  const others = Array.from({ length: random.int(1, 4) }, (_, i) => {
    const type = random.pick(['TEXT', 'INTEGER', 'REAL', 'BLOB', 'DATE', '', 'NUMERIC', 'VARCHAR(9)'])
    const clauses = [
      random.chance(0.2) ? 'NOT NULL' : '',
      random.chance(0.15) ? random.pick(['UNIQUE', 'UNIQUE ON CONFLICT REPLACE', 'UNIQUE ON CONFLICT IGNORE']) : '',
      random.chance(0.2) ? random.pick(["DEFAULT 'd'", 'DEFAULT 3', 'DEFAULT (1 + 1)', 'DEFAULT NULL']) : '',
      random.chance(0.15) ? 'COLLATE NOCASE' : '',
      random.chance(0.15) ? random.pick([`CHECK (f${i} <> 2)`, `CHECK (f${i} IS NULL OR length(f${i}) < 5)`, `CHECK (typeof(f${i}) <> 'blob')`]) : '',
    ]
    return `f${i} ${type} ${clauses.join(' ')}`
  })
  if (random.chance(0.3)) others.push(`g AS (f0 || '!') ${random.pick(['VIRTUAL', 'STORED'])}`)
  const target = made.length > 0 && random.chance(0.6) ? random.pick(made) : null
  const own = key && random.chance(0.3) ? { name, ...key } : null
  for (const [i, to] of [target, own].entries()) {
    if (!to) continue
    const action = random.pick(['', 'ON DELETE CASCADE', 'ON DELETE SET NULL ON UPDATE CASCADE', 'ON DELETE RESTRICT', 'DEFERRABLE INITIALLY DEFERRED'])
    const written = random.chance(0.3) && to.name.startsWith('"t') ? to.name.toUpperCase() : to.name
    others.push(`r${i} ${to.type} REFERENCES ${written} ${random.chance(0.5) ? `(${to.key})` : ''} ${action}`)
  }
  return { sql: `CREATE TABLE ${name} (${[...fields, ...others, ...rest].join(', ')}) ${options}`, key }
}

function randomExtras(random: Random, name: string): string[] {
  const extras: string[] = []
  const add = (probability: number, sql: string) => {
    if (random.chance(probability)) extras.push(sql)
  }
  const object = (prefix: string) => `"${prefix} ${name.replaceAll('"', '')}"`
  add(0.15, `CREATE UNIQUE INDEX ${object('part')} ON ${name} (f0) WHERE f0 IS NOT NULL`)
  add(0.1, `CREATE UNIQUE INDEX ${object('low')} ON ${name} (lower(f0))`)
  add(0.15, `CREATE TRIGGER ${object('ai')} AFTER INSERT ON ${name} BEGIN INSERT INTO log VALUES (new.f0); END`)
  add(0.1, `CREATE TRIGGER ${object('au')} AFTER UPDATE ON ${name} BEGIN INSERT INTO log VALUES (old.f0); END`)
  add(0.1, `CREATE TRIGGER ${object('bu')} BEFORE UPDATE ON ${name} WHEN new.f0 = 'b' BEGIN SELECT RAISE(${random.pick(['ABORT', 'FAIL', 'ROLLBACK'])}, 'no b'); END`)
  add(0.1, `CREATE TRIGGER ${object('bi')} BEFORE INSERT ON ${name} WHEN new.f0 = 'c' BEGIN SELECT RAISE(IGNORE); END`)
  add(0.1, `CREATE TRIGGER ${object('bd')} BEFORE DELETE ON ${name} WHEN old.f0 = 'a' BEGIN SELECT RAISE(${random.pick(['ABORT', 'ROLLBACK'])}, 'a stays'); END`)
  add(0.05, `CREATE TRIGGER ${object('bdi')} BEFORE DELETE ON ${name} WHEN old.f0 = 'd' BEGIN SELECT RAISE(IGNORE); END`)
  add(0.05, `CREATE TRIGGER ${object('bui')} BEFORE UPDATE ON ${name} WHEN new.f0 = 'd' BEGIN SELECT RAISE(IGNORE); END`)
  return extras
}
