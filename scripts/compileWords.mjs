import { baseCompile } from '@intlify/message-compiler'
import { runnerImport } from 'vite'

/** The two files that gather all words; what they import is compiled with them. */
const GATHERED = /\/src\/app\/locales\/[a-z]+\/(first|later)\.ts$/

/**
 * Words as vue-i18n's compiler leaves them, in its short form. A word that cannot be read fails the build, by its name.
 * @param {string | object} words
 * @param {string} name
 * @returns {object}
 */
export function compileWords(words, name) {
  if (typeof words !== 'string') return Object.fromEntries(Object.entries(words).map(([key, inner]) => [key, compileWords(inner, `${name}.${key}`)]))
  /** @param {Error} error */
  const onError = (error) => {
    throw new Error(`The words ${name} cannot be read: ${error.message}`)
  }
  return baseCompile(words, { jit: true, minify: true, location: false, onError }).ast
}

/**
 * Compiles the app's words while it is built, so that vue-i18n's compiler need not be in the first load. The build sets
 * `__INTLIFY_DROP_MESSAGE_COMPILER__` for it.
 * @returns {import('vite').Plugin}
 */
export function wordsCompiler() {
  return {
    name: 'nightsafe:compile-words',
    apply: 'build',
    async load(id) {
      if (!GATHERED.test(id)) return null
      const { module, dependencies } = await runnerImport(id, { configFile: false })
      for (const file of dependencies) this.addWatchFile(file)
      return Object.entries(module).map(([name, words]) => `export const ${name} = ${JSON.stringify(compileWords(words, name))}`).join('\n')
    },
  }
}
