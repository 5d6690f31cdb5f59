import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createRandom } from '../../support/random'
import { readFile } from './foreignParts'

const FOLDER = 'tests/fixtures/foreign'
const REFUSED = ['damaged', 'not-a-backup']

test.each(readdirSync(FOLDER))('a cut copy of %s is refused, and where something is left that is said', async (name) => {
  const bytes = new Uint8Array(readFileSync(`${FOLDER}/${name}`))
  for (const share of [0.3, 0.6, 0.98]) {
    const { inspection } = await readFile(bytes.slice(0, Math.floor(bytes.length * share)), name)
    expect(REFUSED, `${name} cut to ${share}`).toContain(inspection.verdict)
    expect(inspection.findings.some(({ severity }) => severity === 'error')).toBe(true)
  }
})

test.each(['ff2api_backup_20240102_170000.json', 'budget_backup_20240101_120000.json'])('a spoilt sign in %s is damage', async (name) => {
  const text = readFileSync(`${FOLDER}/${name}`, 'utf8')
  for (const [from, to] of [['},', '}'], [': "', ' "'], ['null', 'nul'], ['"created_at"', '"created_at']] as const) {
    const at = text.lastIndexOf(from)
    const { inspection } = await readFile(text.slice(0, at) + to + text.slice(at + from.length), name)
    expect(inspection.verdict, from).toBe('damaged')
  }
})

test('no flipped bit inside the sheets of a workbook goes unnoticed', async () => {
  const random = createRandom('workbook flips')
  const bytes = new Uint8Array(readFileSync(`${FOLDER}/expenses.xlsx`))
  const whole = await readFile(bytes)
  for (let i = 0; i < 60; i++) {
    const copy = bytes.slice()
    const at = random.int(0, copy.length - 1)
    copy[at] = copy[at]! ^ (1 << random.int(0, 7))
    const { inspection } = await readFile(copy)
    if (!REFUSED.includes(inspection.verdict)) expect(inspection.contentDigest, `byte ${at}`).toBe(whole.inspection.contentDigest)
  }
})
