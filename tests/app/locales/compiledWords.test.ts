import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { compileWords } from '../../../scripts/compileWords.mjs'
import { en } from '../../../src/app/locales/en'

const flatten = (words: object, prefix = ''): [string, string][] =>
  Object.entries(words).flatMap(([name, inner]: [string, string | object]): [string, string][] =>
    typeof inner === 'string' ? [[prefix + name, inner]] : flatten(inner, `${prefix}${name}.`),
  )

function speak(messages: object): (key: string, values: object, n: number) => string {
  // its own type would spell out every key
  const global: { t: unknown } = createI18n({ legacy: false, locale: 'en', messages: { en: messages } as never }).global
  return global.t as (key: string, values: object, n: number) => string
}

describe('words that were compiled with the app', () => {
  const words = flatten(en)
  const [asWritten, asBuilt] = [speak(en), speak(compileWords(en, 'en'))]
  const valuesOf = (text: string) => Object.fromEntries([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, name === 'n' ? 7 : `<${name}>`]))

  it('say what they say as they are written, whatever the number', () => {
    expect(words.length).toBeGreaterThan(1000)
    for (const [key, text] of words) {
      for (const n of [0, 1, 2, 7]) expect(asBuilt(key, { ...valuesOf(text), n }, n), key).toBe(asWritten(key, { ...valuesOf(text), n }, n))
    }
  })

  it('are held to be readable by the build, by their names', () => {
    expect(() => compileWords({ day: { open: 'Left by {who' } }, 'en')).toThrow('en.day.open')
  })
})
