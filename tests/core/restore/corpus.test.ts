import { expect, test } from 'vitest'
import { memoryFileSource } from '../../../src/core/base/fileSource'
import { unwatchedWork } from '../../../src/core/base/progress'
import { inspectFile } from '../../../src/core/restore/inspectFile'
import { nodeCompression } from '../../../src/platform/node/nodeCompression'
import { createCorpus } from '../../support/corpus'
import { createRandom } from '../../support/random'
import { createDeps } from '../backup/backupParts'

const base = await createDeps()
const deps = { ...base, compression: nodeCompression }
const corpus = await createCorpus(base, createRandom('corpus'))

test.each(corpus.map((file) => [file.name, file] as const))('%s', async (_, file) => {
  const begun = performance.now()
  const inspected = await inspectFile(deps, memoryFileSource(file.name, file.bytes), unwatchedWork)
  const { verdict, findings, hint, tables } = inspected.inspection
  inspected.close()
  expect({ verdict, codes: findings.map((finding) => finding.code) }).toEqual({ verdict: file.verdict, codes: expect.arrayContaining([...(file.codes ?? [])]) as unknown })
  if (file.hint) expect(hint).toBe(file.hint)
  for (const [name, records] of Object.entries(file.tables ?? {})) expect(tables.find((table) => table.name === name), name).toMatchObject({ records })
  const accepted = ['own-backup', 'foreign-sqlite', 'foreign-json', 'foreign-tables'].includes(verdict)
  // what a newer app made is opened to be looked into, where its lines look like ours
  if (file.verdict !== 'newer-app') expect(inspected.db !== null).toBe(accepted)
  expect(findings.some((finding) => finding.severity === 'error')).toBe(!accepted)
  expect(performance.now() - begun).toBeLessThan(10_000)
})
