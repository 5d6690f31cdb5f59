import { writeFileSync } from 'node:fs'
import { createCorpus } from '../support/corpus'
import { createRandom } from '../support/random'
import type { FileVerdict } from '../../src/core/restore/inspection'
import { createDeps } from '../core/backup/backupParts'
import { contentDigestOf, createPerson } from './support/person'
import { expect, test } from './support/test'

const SENTENCES: Record<FileVerdict, RegExp> = {
  'own-backup': /^A backup of/,
  'foreign-sqlite': /^A SQLite database/,
  'foreign-json': /budget manager|FF2API|in JSON/,
  'foreign-tables': /CSV|Excel/,
  'needs-choice': /several databases/,
  'needs-passphrase': /locked/,
  'newer-app': /newer version/,
  damaged: /damaged/i,
  'not-a-backup': /^Not a backup/,
}

const SHARDS = 2

// Chromium's streams and engine are not Node's: the whole corpus goes through the app as well, over an open book
for (let shard = 0; shard < SHARDS; shard++) {
  test(`every file of the corpus is told for what it is, and the open book stays as it is (${shard + 1} of ${SHARDS})`, async ({ page, site }, info) => {
    test.setTimeout(400_000)
    const person = createPerson(page)
    await page.goto(site.url)
    await person.startBook('Home')
    const before = await person.closeTheDay()
    const corpus = await createCorpus(await createDeps(), createRandom('corpus'))
    await person.goTo('Backups')
    await page.getByRole('button', { name: 'Restore', exact: true }).first().click()
    await expect(page.getByRole('heading', { name: 'Restore', level: 1 })).toBeVisible()

    const wrong: string[] = []
    for (const [i, file] of corpus.entries()) {
      if (i % SHARDS !== shard) continue
      const name = `${i}-${file.name.replace(/[^\w.-]+/g, '_').slice(-60)}`
      const path = info.outputPath(name)
      writeFileSync(path, file.bytes)
      const begun = Date.now()
      await page.getByLabel('Backup file').first().setInputFiles(path)
      const verdict = page.getByRole('region', { name: 'What this file is' }).filter({ hasText: name })
      await verdict.waitFor({ timeout: 20_000 }).catch(() => wrong.push(`${name}: no verdict`))
      const sentence = await verdict.getByRole('heading', { level: 2 }).first().innerText({ timeout: 1000 }).catch(() => '')
      if (!SENTENCES[file.verdict].test(sentence)) wrong.push(`${name}: “${sentence}” instead of ${file.verdict}`)
      if (Date.now() - begun > 10_000) wrong.push(`${name}: took ${Date.now() - begun} ms`)
    }
    expect(wrong).toEqual([])
    const after = await person.closeTheDay()
    expect(contentDigestOf(after.path)).toBe(contentDigestOf(before.path))
  })
}
