import { expect, test } from 'vitest'
import { equalBytes } from '../../../src/core/base/bytes'
import { openEngine } from '../../support/engines'

const engine = await openEngine()
const FILL = 'CREATE TABLE t (id INTEGER PRIMARY KEY, v); WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000) INSERT INTO t SELECT n, zeroblob(900) FROM c'

function filled(): Uint8Array<ArrayBuffer> {
  const db = engine.open(null)
  db.run(FILL)
  const bytes = db.bytes()
  db.close()
  return bytes
}

const count = (bytes: Uint8Array) => {
  const db = engine.open(bytes)
  const [row] = db.rows('SELECT count(*), sum(length(v)) FROM t')
  const [check] = db.rows('PRAGMA integrity_check')
  db.close()
  return [row, check]
}
const WHOLE = [[2000, 1_800_000], ['ok']]

test('what is taken out is the file as it would be exported', () => {
  for (const room of [0, 10_000, 1_000_000, 10_000_000]) {
    const db = engine.open(null, { room, untrusted: true })
    db.run(FILL)
    const exported = db.bytes()
    const taken = db.take()
    expect(taken.length).toBe(exported.length)
    expect(count(taken)).toEqual(WHOLE)
  }
})

test('copied bytes stay as they are, shared ones until something is written, taken ones are gone', () => {
  const bytes = filled()
  const before = bytes.slice()
  const copy = engine.open(bytes)
  copy.run('DELETE FROM t')
  copy.close()
  expect(equalBytes(bytes, before)).toBe(true)

  const shared = engine.open(bytes, { memory: 'share' })
  expect(shared.rows('SELECT count(*) FROM t')).toEqual([[2000]])
  expect(equalBytes(bytes, before)).toBe(true)
  shared.run("INSERT INTO t VALUES (NULL, 'one more, and room for it')")
  expect(shared.rows('SELECT count(*) FROM t')).toEqual([[2001]])
  const grown = shared.take()
  expect(count(grown)).toEqual([[2001, 1_800_025], ['ok']])

  const gone = filled()
  const db = engine.open(gone, { memory: 'take' })
  expect(gone).toHaveLength(0)
  expect(count(db.take())).toEqual(WHOLE)
})

test('a part of a larger buffer can be shared and taken, too', () => {
  for (const memory of ['share', 'take'] as const) {
    const file = filled()
    const around = new Uint8Array(file.length + 3000)
    around.set(file, 1000)
    const db = engine.open(around.subarray(1000, 1000 + file.length), { memory })
    db.run('PRAGMA user_version = 7; UPDATE t SET v = zeroblob(1000)')
    expect(count(db.take())).toEqual([[2000, 2_000_000], ['ok']])
  }
})
