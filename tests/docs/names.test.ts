import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import type { Verdict } from '../../src/core/restore/verdict'
import { DOCUMENTS, PATHS } from './documents'

/** Patterns of names, not names. */
const PATTERNS = /^(x|create|open|read|write|detect|check|is)(X|ToY)$/

function knownNames(): Set<string> {
  const code = PATHS.filter((path) => /\.(ts|vue|mjs)$/.test(path) && !path.endsWith('.test.ts'))
  const names = new Set(code.flatMap((path) => readFileSync(path, 'utf8').match(/[A-Za-z_$][\w$]*/g) ?? []))
  for (const path of PATHS) names.add(basename(path).replace(/\..*$/, ''))
  return names
}

test('documents name nothing that the code does not have', () => {
  const known = knownNames()
  const unknown = DOCUMENTS.flatMap((path) => {
    const code = readFileSync(path, 'utf8').match(/```[\s\S]*?```|`[^`\n]+`/g)?.join(' ') ?? ''
    const names = new Set(code.match(/\b[A-Za-z]*[a-z][A-Z]\w*\b/g))
    return [...names].filter((name) => !known.has(name) && !PATTERNS.test(name)).map((name) => `${path}: ${name}`)
  })
  expect(unknown).toEqual([])
})

test('the glossary has every verdict', () => {
  // the compiler sees to it that none is missing here
  const verdicts: Record<Verdict['kind'], true> = {
    'same-book': true, 'another-book': true, 'foreign-sqlite': true, 'foreign-json': true, 'foreign-tables': true,
    'needs-passphrase': true, 'needs-choice': true, 'newer-app': true, damaged: true, 'not-a-backup': true,
  }
  const glossary = readFileSync('docs/glossary.md', 'utf8')
  expect(Object.keys(verdicts).filter((verdict) => !glossary.includes(`\`${verdict}\``))).toEqual([])
})
