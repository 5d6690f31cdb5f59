import { describe, expect, it } from 'vitest'
import { equalBytes } from '../../../src/core/base/bytes'
import { PAGE_SIZE, SqlError, type BookImage, type BookImageEngine } from '../../../src/core/book/sqlEngine'
import { openComparingEngine, openEngine } from '../../support/engines'
import { createRandom } from '../../support/random'

/** A second file that is only told what changed: it must stay the same as the image. */
function createMirror() {
  let file: Uint8Array<ArrayBuffer> = new Uint8Array(0)
  return {
    get file() {
      return file
    },
    take(image: BookImage) {
      const changes = image.takeChanges()
      const next = new Uint8Array(changes.size)
      next.set(file.subarray(0, changes.size))
      for (const { number, bytes } of changes.pages) next.set(bytes, number * PAGE_SIZE)
      file = next
      return changes
    },
  }
}

const engines: [string, () => Promise<BookImageEngine>][] = [
  ['page-tap', openEngine],
  ['export-and-compare', openComparingEngine],
]

describe.each(engines)('a live image (%s)', (tracking, open) => {
  it('says how changed pages are found', async () => {
    expect((await open()).tracking).toBe(tracking)
  })

  it('tells one or two pages for one changed record, whatever the size', async () => {
    const image = (await open()).openImage(null)
    image.db.run('CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)')
    image.db.run("WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 20000) INSERT INTO t SELECT i, printf('%050d', i) FROM c")
    image.takeChanges()
    image.db.run("UPDATE t SET b = 'x' WHERE a = 10000")
    const { pages, size } = image.takeChanges()
    expect(size).toBeGreaterThan(1_000_000)
    expect(pages.length).toBeLessThanOrEqual(2)
  })

  it('tells nothing when nothing was changed, and after a rollback', async () => {
    const image = (await open()).openImage(null)
    image.db.run('CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB)')
    const { size } = image.takeChanges()
    image.db.run('PRAGMA cache_size=2')
    image.db.rows('SELECT * FROM t')
    expect(image.takeChanges()).toMatchObject({ size, pages: [], before: { size, pages: [] } })
    image.db.run('BEGIN')
    image.db.run('WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 500) INSERT INTO t SELECT i, randomblob(900) FROM c')
    image.db.run('ROLLBACK')
    expect(image.takeChanges()).toMatchObject({ size, pages: [], before: { size, pages: [] } })
  })

  it('flags a WAL-mode file for a journal and sees its writes', async () => {
    const engine = await openEngine()
    const source = engine.open(null)
    source.run('CREATE TABLE t (a); INSERT INTO t VALUES (1)')
    const bytes = source.bytes()
    bytes[18] = 2
    bytes[19] = 2
    const image = (await open()).openImage(bytes)
    expect([...image.read(18, 20)]).toEqual([1, 1])
    image.db.run('INSERT INTO t VALUES (2)')
    expect(image.takeChanges().pages.length).toBeGreaterThan(0)
    expect(image.db.rows('PRAGMA journal_mode')).toEqual([['memory']])
  })

  it('rewrites another page size', async () => {
    const engine = await openEngine()
    const source = engine.open(null)
    source.run('PRAGMA page_size=1024; CREATE TABLE t (a); INSERT INTO t VALUES (7)')
    const image = (await open()).openImage(source.bytes())
    expect(image.db.rows('PRAGMA page_size')).toEqual([[PAGE_SIZE]])
    expect(image.size % PAGE_SIZE).toBe(0)
    expect(image.db.rows('SELECT a FROM t')).toEqual([[7]])
  })

  it('refuses bytes that are no database', async () => {
    const engine = await open()
    expect(() => engine.openImage(new Uint8Array(8192).fill(7))).toThrow(SqlError)
  })

  it('mirrors, undoes and goes back through random changes', async () => {
    const random = createRandom('book image')
    const engine = await open()
    for (let round = 0; round < 4; round++) {
      let image = engine.openImage(null)
      const mirror = createMirror()
      image.db.run('CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB); CREATE INDEX i ON t (b)')
      mirror.take(image)
      for (let step = 0; step < 25; step++) {
        if (random.chance(0.3)) image.db.run('PRAGMA cache_size=3')
        const before = image.read(0, image.size)
        const count = random.int(1, 200)
        const act = random.int(0, 5)
        if (act <= 1) image.db.run(`WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${count}) INSERT INTO t (b) SELECT randomblob(${random.int(1, 3000)}) FROM c`)
        else if (act === 2) image.db.run(`UPDATE t SET b = randomblob(10) WHERE a % ${random.int(1, 9)} = 0`)
        else if (act === 3) image.db.run(`DELETE FROM t WHERE a % ${random.int(1, 4)} = 0`)
        else if (act === 4) image.db.run('VACUUM')
        else image.db.run(`BEGIN; DELETE FROM t; INSERT INTO t (b) VALUES (zeroblob(${count * 100})); ROLLBACK`)
        if (random.chance(0.3)) {
          expect(image.undoChanges()).toBe(true)
          expect(equalBytes(image.read(0, image.size), before)).toBe(true)
        }
        const changes = mirror.take(image)
        expect(equalBytes(mirror.file, image.read(0, image.size))).toBe(true)
        if (changes.before && random.chance(0.3)) {
          image.applyPages(changes.before)
          expect(equalBytes(image.read(0, image.size), before)).toBe(true)
          image.applyPages(changes)
        }
        expect(image.db.rows('PRAGMA integrity_check')).toEqual([['ok']])
        if (random.chance(0.1)) {
          const bytes = image.read(0, image.size)
          image.close()
          image = engine.openImage(bytes)
        }
        if (!equalBytes(mirror.file, image.read(0, image.size))) throw new Error('the mirror is behind')
      }
      image.close()
    }
  })
})
