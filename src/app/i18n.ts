import { createI18n } from 'vue-i18n'
import { first } from './locales/en/first'

/**
 * The words of the app. English is built in; a build compiles it (scripts/compileWords.mjs), elsewhere vue-i18n does,
 * without `new Function`, as the content policy wants.
 * What the first screen does not need comes with `loadLaterWords`.
 */
export function createAppI18n(messages: typeof first = first) {
  return createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: { en: messages } })
}

/** Fetches the words of all other places; the first call does, the others wait for it. */
export function createLaterWords(i18n: ReturnType<typeof createAppI18n>): () => Promise<void> {
  let loading: Promise<void> | null = null
  async function load() {
    const { later } = await import('./locales/en/later')
    i18n.global.mergeLocaleMessage('en', later)
  }
  return () => (loading ??= load())
}
