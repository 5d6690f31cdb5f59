import type { BookIdentity } from '../src/core/book/bookHead'
import type { SqlEngine } from '../src/core/book/sqlEngine'
import { fillSql, recordsFor, SCHEMA } from './workload'

const hex = (byte: number) => byte.toString(16).padStart(2, '0').repeat(16)

/** The file of a book of about so many megabytes. */
export function makeBookFile(engine: SqlEngine, megabytes: number): Uint8Array<ArrayBuffer> {
  const db = engine.open(null)
  try {
    db.run('PRAGMA page_size = 4096')
    db.run(SCHEMA)
    db.run(fillSql(recordsFor(megabytes)))
    return db.bytes()
  } finally {
    db.close()
  }
}

/** The identity of a benchmark's book. */
export function benchIdentity(number: number): BookIdentity {
  return {
    bookId: hex(number % 256),
    name: `bench ${number}`,
    createdAt: { utc: 0, offsetMinutes: 0, zone: 'UTC' },
    currency: 'EUR',
    lineage: [{ branch: hex((number + 100) % 256), from: 1, after: 0 }],
    asleep: [],
    samples: [],
  }
}
