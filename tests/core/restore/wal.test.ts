import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatBytes } from '../../../src/core/base/bytes'
import { memoryFileSource } from '../../../src/core/base/fileSource'
import { applyWal } from '../../../src/core/restore/applyWal'
import { createInspectDeps, inspect, query } from './inspectParts'

const deps = await createInspectDeps()
const fixture = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, '../../fixtures/wal', name)))
/** Made by SQLite 3.40: checkpointed with 40 records, then so many commits more, copied while the connection was open. */
const shop = { db: fixture('shop.db'), wal: fixture('shop.db-wal') }
const kiosk = { db: fixture('kiosk.db'), wal: fixture('kiosk.db-wal') }
const stall = { db: fixture('stall.db'), wal: fixture('stall.db-wal') }
const FRAME = 24 + 512
const SUMS = 'SELECT count(*), sum(cents), max(id) FROM sales'

function applied(db: Uint8Array, wal: Uint8Array) {
  const outcome = applyWal(db, wal)
  if (outcome.kind !== 'applied') throw new Error(JSON.stringify(outcome))
  // the copy that is read asks for no log of its own
  const bytes = outcome.bytes.slice()
  bytes[18] = bytes[19] = 1
  return { ...outcome, sums: query(deps, bytes, SUMS)[0]?.map(Number), check: query(deps, bytes, 'PRAGMA integrity_check')[0]?.[0] }
}

const inspectWith = (db: Uint8Array, wal: Uint8Array | null) => inspect(deps, db, 'shop.db', { wal: wal && memoryFileSource('shop.db-wal', wal) })
const codes = async (db: Uint8Array, wal: Uint8Array | null) => {
  const inspected = await inspectWith(db, wal)
  inspected.close()
  return inspected.inspection.findings.map(({ code }) => code)
}

/** The same log as a computer with the other byte order writes it: only its checksums differ. */
function bigEndian(wal: Uint8Array): Uint8Array {
  const out = wal.slice()
  const view = new DataView(out.buffer)
  view.setUint32(0, 0x377f0683)
  let sums: [number, number] = [0, 0]
  const add = (from: number, to: number) => {
    for (let at = from; at < to; at += 8) {
      const s0 = (sums[0] + view.getUint32(at) + sums[1]) >>> 0
      sums = [s0, (sums[1] + view.getUint32(at + 4) + s0) >>> 0]
    }
  }
  add(0, 24)
  view.setUint32(24, sums[0])
  view.setUint32(28, sums[1])
  for (let at = 32; at < out.length; at += FRAME) {
    add(at, at + 8)
    add(at + 24, at + FRAME)
    view.setUint32(at + 16, sums[0])
    view.setUint32(at + 20, sums[1])
  }
  return out
}

describe('a log of the database', () => {
  test('gives what SQLite itself reads from both', () => {
    expect(applied(shop.db, shop.wal)).toMatchObject({ sums: [82, 7722, 83], check: 'ok', commits: 3, unfinished: 0 })
    expect(applied(kiosk.db, kiosk.wal)).toMatchObject({ sums: [41, 5640, 41], check: 'ok', commits: 1 })
    expect(query(deps, shop.db.map((byte, i) => (i === 18 || i === 19 ? 1 : byte)), SUMS)[0]?.[0]).toBe(40)
  })

  test('may end with a shorter database', () => {
    const { bytes, sums, check } = applied(stall.db, stall.wal)
    expect({ sums, check }).toEqual({ sums: [5, 70, 5], check: 'ok' })
    expect(bytes.length).toBeLessThan(stall.db.length + 1)
  })

  test('is read in either byte order', () => expect(applied(shop.db, bigEndian(shop.wal))).toMatchObject({ sums: [82, 7722, 83], commits: 3 }))

  test('counts only what was committed', () => {
    // a large change had spilt into the log when it was copied
    expect(applied(shop.db, fixture('shop-open.db-wal'))).toMatchObject({ sums: [82, 7722, 83], check: 'ok', commits: 3 })
    const torn = applied(shop.db, shop.wal.subarray(0, shop.wal.length - FRAME))
    expect(torn).toMatchObject({ sums: [41, 6821, 42], check: 'ok', commits: 2 })
    expect(torn.unfinished).toBeGreaterThan(0)
  })

  test('is used up to where it was torn', () => {
    const seen = new Set<number>()
    for (let length = 32; length <= shop.wal.length; length++) {
      const outcome = applyWal(shop.db, shop.wal.subarray(0, length))
      if (outcome.kind === 'applied') seen.add(outcome.commits)
      else expect(outcome.kind).toBe('nothing')
    }
    expect([...seen]).toEqual([1, 2, 3])
  })

  test('is used up to the first byte that was changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 32, max: shop.wal.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const outcome = applyWal(shop.db, shop.wal.map((byte, i) => (i === at ? byte ^ by : byte)))
        const sound = Math.floor((at - 32) / FRAME)
        expect(outcome.kind === 'applied' ? outcome.pages : 0).toBeLessThanOrEqual(sound)
      }),
    )
  })

  test('says how many changes are lost behind a broken frame', async () => {
    const first = shop.wal.map((byte, i) => (i === 100 ? byte ^ 1 : byte))
    expect(applyWal(shop.db, first)).toEqual({ kind: 'nothing', lost: 3 })
    // no word of nothing being missing
    expect(await codes(shop.db, first)).toEqual(['wal-damaged'])
    const last = shop.wal.map((byte, i) => (i === shop.wal.length - 1 ? byte ^ 1 : byte))
    expect(applied(shop.db, last)).toMatchObject({ commits: 2, lost: 1 })
    expect(await codes(shop.db, last)).toEqual(['wal-applied', 'wal-damaged'])
    expect(applied(shop.db, shop.wal.subarray(0, shop.wal.length - 1))).toMatchObject({ commits: 2, lost: 1 })
    expect(applied(shop.db, shop.wal)).toMatchObject({ commits: 3, lost: 0 })
  })

  test('with frames of an earlier round behind its own ends before them', () => {
    const older = shop.wal.slice(32, 32 + FRAME)
    older[8] = (older[8] ?? 0) ^ 1
    expect(applied(shop.db, concatBytes([shop.wal, older]))).toMatchObject({ sums: [82, 7722, 83], unfinished: 0, lost: 0 })
  })

  test('without a commit leaves the database as it is', () => {
    expect(applyWal(shop.db, new Uint8Array())).toEqual({ kind: 'nothing', lost: 0 })
    expect(applyWal(shop.db, shop.wal.subarray(0, 32))).toEqual({ kind: 'nothing', lost: 0 })
  })
})

describe('a log that does not belong', () => {
  test.each<[string, Uint8Array, Uint8Array]>([
    ['of another page size', shop.db, kiosk.wal],
    ['of a longer database', shop.db.subarray(0, 512), shop.wal.subarray(0, 32 + FRAME)],
    ['of a database of another size', stall.db, shop.wal.subarray(0, 32 + 2 * FRAME)],
    ['with a damaged header', shop.db, shop.wal.map((byte, i) => (i === 20 ? byte ^ 1 : byte))],
    ['that is none', shop.db, fixture('shop.db')],
    ['that is cut in its header', shop.db, shop.wal.subarray(0, 20)],
    ['of another version', shop.db, shop.wal.map((byte, i) => (i === 7 ? byte ^ 1 : byte))],
    ['beside no database', new Uint8Array(2048), shop.wal],
  ])('%s is refused', (_, db, wal) => expect(applyWal(db, wal).kind).toBe('refused'))

  test('and is older than the database is refused: its newest records must not go back', () => {
    const stalled = applied(stall.db, stall.wal)
    const newer = stalled.bytes.slice()
    const view = new DataView(newer.buffer)
    view.setUint32(24, view.getUint32(24) + 5)
    expect(applyWal(newer, stall.wal)).toMatchObject({ kind: 'refused', reason: 'It is older than the database.' })
  })

  test('and a database that keeps none is refused', () => {
    const rollback = shop.db.map((byte, i) => (i === 18 || i === 19 ? 1 : byte))
    const withoutFirstPage = shop.wal.subarray(0, 32)
    expect(applyWal(rollback, withoutFirstPage).kind).toBe('nothing')
  })

  test('never harms: any bytes at all give an answer', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => void applyWal(shop.db, bytes)))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => void applyWal(bytes, shop.wal)))
  })
})

describe('inspecting a database with its log', () => {
  test('shows the newest records, says so, and warns no more', async () => {
    const inspected = await inspectWith(shop.db, shop.wal)
    expect(inspected.inspection).toMatchObject({ verdict: 'foreign-sqlite', tables: [{ name: 'sales', records: 82 }] })
    expect(inspected.inspection.findings).toEqual([{ code: 'wal-applied', severity: 'info', detail: expect.stringContaining('3 changes with') as unknown }])
    inspected.close()
    const alone = await inspectWith(shop.db, null)
    expect(alone.inspection.tables).toMatchObject([{ records: 40 }])
    expect(alone.inspection.findings).toMatchObject([{ code: 'wal-mode', severity: 'warning' }])
    alone.close()
  })

  test('says that one change was left out', async () => {
    const inspected = await inspectWith(shop.db, shop.wal.subarray(0, shop.wal.length - FRAME))
    expect(inspected.inspection.findings[0]?.detail).toContain('unfinished')
    inspected.close()
  })

  test('keeps the warning, and adds one, where the log is of another database', async () => {
    expect(await codes(shop.db, kiosk.wal)).toEqual(['wal-mode', 'wal-not-applied'])
    expect(await codes(shop.db, fixture('shop.db'))).toEqual(['wal-mode', 'wal-not-applied'])
  })

  test('leaves a log out that would spoil a good database', async () => {
    const made = deps.engine.open(null)
    made.run("PRAGMA page_size = 512; CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
    made.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO notes (text) SELECT 'note ' || i FROM n")
    expect(made.rows('PRAGMA page_count')).toEqual([[4]])
    const other = made.bytes()
    made.close()
    // all that can be compared fits: only the result tells
    new DataView(other.buffer).setUint32(24, 1)
    new DataView(other.buffer).setUint32(92, 1)
    other[18] = other[19] = 2
    const wal = shop.wal.subarray(0, 32 + 2 * FRAME)
    expect(applyWal(other, wal).kind).toBe('applied')
    const inspected = await inspectWith(other, wal)
    expect(inspected.inspection).toMatchObject({ verdict: 'foreign-sqlite', tables: [{ name: 'notes', records: 60 }] })
    expect(inspected.inspection.findings.map(({ code }) => code)).toEqual(['wal-mode', 'wal-not-applied'])
    inspected.close()
  })

  test('needs no log that is empty', async () => expect(await codes(shop.db, new Uint8Array())).toEqual(['wal-applied']))

  test('says of a log beside another file that it does not belong there', async () => {
    const inspected = await inspect(deps, new TextEncoder().encode('[{"a":1}]'), 'a.json', { wal: memoryFileSource('a.json-wal', shop.wal) })
    expect(inspected.inspection.findings.map(({ code }) => code)).toContain('wal-not-applied')
    inspected.close()
  })
})
