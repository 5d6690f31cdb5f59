import { expect, test } from 'vitest'
import type { Cell } from '../../../src/core/base/cell'
import { memoryFileSource } from '../../../src/core/base/fileSource'
import { unwatchedWork } from '../../../src/core/base/progress'
import { makeBackup } from '../../../src/core/backup/makeBackup'
import { digestContent } from '../../../src/core/backup/contentDigest'
import type { FieldDescription, TableDescription } from '../../../src/core/book/bookDescription'
import { createBookEditor, type BookEditor } from '../../../src/core/book/createBookEditor'
import { createBookSession } from '../../../src/core/book/createBookSession'
import { prepareContents } from '../../../src/core/restore/prepareContents'
import { createMemoryDevice } from '../../../src/platform/memory/memoryDevice'
import { createMemoryShelf } from '../../../src/platform/memory/memoryShelf'
import { openEngine } from '../../support/engines'
import { good, instant, randomBytes } from '../../support/sessions'
import { bytesOf, requestOf } from '../backup/backupParts'
import { createInspectDeps, foreignSample, inspect } from '../restore/inspectParts'

const deps = await createInspectDeps()
const engine = await openEngine()
const at = instant()

/** A file of another app as a book of its own, as the app takes it in. */
async function adopt(name: string) {
  const inspected = await inspect(deps, memoryFileSource(name, foreignSample(name)))
  const prepared = good(await prepareContents(deps, inspected, { live: null, name: 'Adopted', currency: 'EUR', wake: false, at, asNewBook: true }, unwatchedWork))
  inspected.close()
  const storage = createMemoryShelf(createMemoryDevice(), { hasLog: true }).storageOf(prepared.identity.bookId)
  const session = good(await createBookSession({ engine, storage, randomBytes }, { identity: prepared.identity, bytes: prepared.bytes, at }))
  const digest = async () => {
    const db = deps.engine.open((await session.snapshot()).bytes)
    const { contentDigest } = good(await digestContent(db, [], unwatchedWork))
    db.close()
    return contentDigest
  }
  return { session, editor: createBookEditor(session), digest, adopted: prepared.contentDigest }
}

/** Another value that the field can hold; undefined for fields that are left alone. */
function otherValue(field: FieldDescription, cell: Cell): Cell | undefined {
  if (field.key || field.generated || field.unique || field.refersTo) return undefined
  switch (field.kind) {
    case 'text':
    case 'long-text':
      return cell === 'changed' ? 'changed again' : 'changed'
    case 'whole-number':
    case 'money':
      return cell === 1 ? 2 : 1
    case 'decimal':
      return cell === 1.5 ? 2.5 : 1.5
    case 'yes-no':
      return cell === 1 ? 0 : 1
    case 'date':
      return cell === '2026-11-21' ? '2026-11-22' : '2026-11-21'
    case 'date-time':
      return cell === '2026-11-21 18:04:09' ? '2026-11-21 18:05:00' : '2026-11-21 18:04:09'
    default:
      return undefined
  }
}

/** Pages through a table, finds its first text again, and tells the first record's cells. */
async function browse(editor: BookEditor, table: TableDescription) {
  const read = async (query: object) => good(await editor.rows({ table: table.name, from: 0, count: 100, sort: [], search: '', ...query }))
  let seen = 0
  for (let from = 0; from < (table.records ?? 0); from += 100) seen += (await read({ from })).rows.length
  expect([table.name, seen]).toEqual([table.name, table.records])
  const [first] = (await read({})).rows
  for (const field of table.fields.slice(0, 3)) expect((await read({ sort: [{ field: field.name, descending: true }] })).total).toBe(table.records)
  const text = first?.cells.find((cell, i) => typeof cell === 'string' && cell !== '' && table.fields[i]?.kind !== 'file')
  if (typeof text === 'string') expect((await read({ search: text.slice(0, 20) })).total, `search for ${text}`).toBeGreaterThan(0)
  if (first) expect(good(await editor.record(table.name, first.key)).cells).toHaveLength(table.fields.length)
  return first
}

test.each([
  'gharmitra_backup_20260113_154951.db',
  'manual_20250922_150000_inventory_update.db',
  'backup_2025-05-14_03-00-00_UTC_local_rows-420.tar.gz',
  'budget_backup_20240101_120000.json',
  'ff2api_backup_20240102_170000.json',
])('%s, adopted, is browsed, searched, edited and backed up', async (name) => {
  const { session, editor, digest, adopted } = await adopt(name)
  expect(await digest()).toBe(adopted)
  const tables = editor.describe().tables.filter(({ kind }) => kind === 'table')
  let edited = 0
  for (const table of tables) {
    const first = await browse(editor, table)
    expect([table.name, table.readOnly]).toEqual([table.name, null])
    if (!first) continue
    const at0 = await digest()
    const changes = table.fields.flatMap((field, i) => {
      const value = otherValue(field, first.cells[i] ?? null)
      return value === undefined ? [] : [[field.name, value] as const]
    })
    if (changes.length === 0) continue
    const values = Object.fromEntries(changes)
    good(await editor.edit({ type: 'changeRecord', table: table.name, key: first.key, values }, at))
    expect(await digest(), table.name).not.toBe(at0)
    good(await editor.undo(at))
    expect(await digest(), table.name).toBe(at0)
    const { records } = good(await editor.edit({ type: 'changeRecords', table: table.name, changes: [{ key: first.key, values }], additions: [] }, at))
    expect([table.name, records]).toEqual([table.name, 1])
    edited++
  }
  expect(edited).toBeGreaterThan(0)
  const source = { head: session.head, bytes: (await session.snapshot()).bytes, journalHead: '' }
  const keepFields = tables.flatMap((table) => table.fields.filter(({ secret }) => secret).map(({ name: field }) => ({ table: table.name, field })))
  for (const form of ['db', 'json'] as const) {
    const made = good(await makeBackup(deps, source, requestOf({ form, keepFields }), unwatchedWork))
    const again = await inspect(deps, await bytesOf(made.file))
    expect(again.inspection).toMatchObject({ verdict: 'own-backup', contentDigest: await digest() })
    again.close()
    await made.file.discard()
  }
  await session.close()
})
