import { describe, expect, test } from 'vitest'
import { unwatchedWork } from '../../../src/core/base/progress'
import { makeBackup } from '../../../src/core/backup/makeBackup'
import { manifestSchema } from '../../../src/core/backup/manifest'
import { EMPTY_LAYOUT, type BookLayout } from '../../../src/core/book/layout/bookLayout'
import { prepareContents } from '../../../src/core/restore/prepareContents'
import { databaseOf } from '../../support/corpus'
import { SAMPLE_LAYOUT, SAMPLE_SQL } from '../book/layout/sampleLayout'
import { createInspectDeps, inspect } from '../restore/inspectParts'
import { AT, bytesOf, requestOf, sourceOf } from './backupParts'

const deps = await createInspectDeps()

async function backup(layout: BookLayout | undefined, form: 'db' | 'json') {
  const source = sourceOf(databaseOf(deps, `${SAMPLE_SQL}; INSERT INTO items (name) VALUES ('Tea')`))
  const identity = { ...source.head.identity, ...(layout === undefined ? {} : { layout }) }
  const made = await makeBackup(deps, { ...source, head: { ...source.head, identity } }, requestOf({ form }), unwatchedWork)
  if (!made.ok) throw new Error(JSON.stringify(made.failure))
  return { bytes: await bytesOf(made.value.file), manifest: made.value.manifest }
}

async function identityFrom(file: Uint8Array, asNewBook: boolean) {
  const inspected = await inspect(deps, file)
  const prepared = await prepareContents(deps, inspected, { live: null, name: 'Name', currency: 'EUR', wake: false, at: AT, asNewBook }, unwatchedWork)
  inspected.close()
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.failure))
  return prepared.value.identity
}

describe.each(['db', 'json'] as const)('a %s backup', (form) => {
  test('carries the layout back, over its book and as a new one', async () => {
    const { bytes, manifest } = await backup(SAMPLE_LAYOUT, form)
    expect(manifest.book.layout).toEqual(SAMPLE_LAYOUT)
    expect((await identityFrom(bytes, false)).layout).toEqual(SAMPLE_LAYOUT)
    expect((await identityFrom(bytes, true)).layout).toEqual(SAMPLE_LAYOUT)
  })
  test('says nothing of an empty one, and has the same digests', async () => {
    const laidOut = await backup(SAMPLE_LAYOUT, form)
    for (const layout of [undefined, EMPTY_LAYOUT]) {
      const { bytes, manifest } = await backup(layout, form)
      expect(manifest.book).not.toHaveProperty('layout')
      expect(manifest.contentDigest).toBe(laidOut.manifest.contentDigest)
      expect(manifest.schemaDigest).toBe(laidOut.manifest.schemaDigest)
      expect(await identityFrom(bytes, false)).not.toHaveProperty('layout')
    }
  })
})

test('a stored layout that is not as it should be does not stand in the way of a backup', async () => {
  const broken = { ...SAMPLE_LAYOUT, views: [...SAMPLE_LAYOUT.views, { id: 7 }], today: 'nothing' } as unknown as BookLayout
  const { bytes } = await backup(broken, 'json')
  expect((await identityFrom(bytes, false)).layout).toEqual({ ...SAMPLE_LAYOUT, today: [] })
})

test('a manifest with a layout that nobody understands is read without it', async () => {
  const { manifest } = await backup(SAMPLE_LAYOUT, 'json')
  const read = manifestSchema.parse({ ...manifest, book: { ...manifest.book, layout: { views: [{ shape: 'round' }] } } })
  expect(read.book.layout).toEqual(EMPTY_LAYOUT)
})
