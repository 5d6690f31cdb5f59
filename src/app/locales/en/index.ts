import { first } from './first'
import { later } from './later'

/** English, by area: every word of the app. */
export const en = { ...first, ...later }
