import { failureTexts, hintTexts } from '../../../core/base/failureTexts'
import { backup } from './backup'
import { base } from './base'
import { journal } from './journal'
import { shell } from './shell'
import { start } from './start'
import { today } from './today'

/** The words that the first screen may need. Those for failures are the core's, so that the command line says the same. */
export const first = { base, shell, start, today, journal, backup, failures: failureTexts, hints: hintTexts }
