import { expect, test } from 'vitest'
import { en } from '../../../src/app/locales/en'

const sources = import.meta.glob<string>('../../../src/app/**/*.{vue,ts}', { query: '?raw', import: 'default', eager: true })
const code = Object.entries(sources).filter(([path]) => !path.includes('/locales/'))

function collectKeys(words: object, prefix = ''): string[] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) => (typeof value === 'object' && value !== null ? collectKeys(value, `${prefix}${name}.`) : [`${prefix}${name}`]))
}
const keys = collectKeys(en)

test('every text that the app asks for is there', () => {
  const missing: string[] = []
  for (const [path, text] of code) {
    for (const [, key = ''] of text.matchAll(/\b(?:t|counted)\(\s*'([\w.-]+)'/g)) if (!keys.includes(key)) missing.push(`${path}: ${key}`)
    // a key with a part filled in: something must match it
    for (const [, pattern = ''] of text.matchAll(/\bt\(\s*`([^`]+)`/g)) {
      const wanted = new RegExp(`^${pattern.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', String.raw`\.`)).join('.+')}$`)
      if (!keys.some((key) => wanted.test(key))) missing.push(`${path}: ${pattern}`)
    }
  }
  expect(missing).toEqual([])
})

test('no text lies about unused', () => {
  const all = code.map(([, text]) => text).join('\n')
  const isUsed = (key: string) => {
    const parts = key.split('.')
    // named in whole, or its beginning stands before a part that is filled in
    return all.includes(`'${key}'`) || all.includes(`"${key}"`) || parts.some((_, at) => at > 0 && all.includes(`\`${parts.slice(0, at).join('.')}.\${`))
  }
  expect(keys.filter((key) => !isUsed(key))).toEqual([])
})
