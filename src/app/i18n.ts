import { createI18n } from 'vue-i18n'
import { en } from './locales/en'

/** The words of the app. English is built in; messages are compiled without `new Function`, as the content policy wants. */
export function createAppI18n(locale = 'en') {
  return createI18n({ legacy: false, locale, fallbackLocale: 'en', messages: { en } })
}
