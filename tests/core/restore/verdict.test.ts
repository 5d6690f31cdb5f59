import { expect, test } from 'vitest'
import { compareLines, continueLineage, type Lineage } from '../../../src/core/book/lineage'
import { decideVerdict, type LiveFacts } from '../../../src/core/restore/verdict'
import type { Inspection } from '../../../src/core/restore/inspection'
import { backupOf, createDeps, sourceOf } from '../backup/backupParts'

const first: Lineage = [{ branch: 'a'.repeat(32), from: 1, after: 0 }]
const at = (lineage: Lineage, generation: number) => ({ lineage, generation })

test('on one line the generation tells older from newer', () => {
  expect(compareLines(at(first, 5), at(first, 5))).toEqual({ kind: 'same' })
  expect(compareLines(at(first, 5), at(first, 9))).toEqual({ kind: 'older', changes: 4 })
  expect(compareLines(at(first, 9), at(first, 5))).toEqual({ kind: 'newer', changes: 4 })
})

test('a branch is newer than what it went on from, and forked from what came after', () => {
  const branch = continueLineage(at(first, 5), 'b'.repeat(32), 10)
  expect(compareLines(at(first, 5), at(branch, 12))).toEqual({ kind: 'older', changes: 7 })
  expect(compareLines(at(first, 3), at(branch, 12))).toEqual({ kind: 'older', changes: 9 })
  expect(compareLines(at(first, 7), at(branch, 12))).toEqual({ kind: 'forked', generation: 5 })
  expect(compareLines(at(branch, 12), at(first, 5))).toEqual({ kind: 'newer', changes: 7 })
  expect(compareLines(at(branch, 12), at(continueLineage(at(first, 5), 'c'.repeat(32), 10), 12))).toEqual({ kind: 'forked', generation: 5 })
  expect(compareLines(at(branch, 12), at([{ branch: 'd'.repeat(32), from: 1, after: 0 }], 12))).toEqual({ kind: 'forked', generation: 0 })
})

test('a file is held against the book by id, line and digest', async () => {
  const { manifest } = await backupOf(await createDeps(), 'CREATE TABLE t (a)')
  const inspection = { verdict: 'own-backup', manifest } as unknown as Inspection
  const head = sourceOf(new Uint8Array()).head
  const live: LiveFacts = { head, contentDigest: manifest.contentDigest, tables: [] }
  expect(decideVerdict(inspection, live)).toEqual({ kind: 'same-book', relation: { kind: 'same' } })
  expect(decideVerdict(inspection, { ...live, head: { ...head, generation: 20 } })).toEqual({ kind: 'same-book', relation: { kind: 'older', changes: 6 } })
  expect(decideVerdict(inspection, { ...live, contentDigest: 'f'.repeat(64) })).toMatchObject({ relation: { kind: 'forked' } })
  expect(decideVerdict(inspection, { ...live, head: { ...head, identity: { ...head.identity, bookId: '1'.repeat(32) } } })).toEqual({ kind: 'another-book' })
  expect(decideVerdict(inspection, null)).toEqual({ kind: 'another-book' })
  expect(decideVerdict({ ...inspection, verdict: 'damaged' }, live)).toEqual({ kind: 'damaged' })
})
