import { failureTexts, hintTexts } from '../../../core/base/failureTexts'
import { findingTexts } from '../../../core/restore/findingTexts'
import { backup } from './backup'
import { base } from './base'
import { emergency } from './emergency'
import { encryption } from './encryption'
import { journal } from './journal'
import { records } from './records'
import { restore } from './restore'
import { restorePoints } from './restorePoints'
import { settings } from './settings'
import { shell } from './shell'
import { start } from './start'
import { today } from './today'

/** English, by area. The words for failures and findings are the core's, so that the command line says the same. */
export const en = { base, shell, start, today, journal, settings, records, backup, restore, restorePoints, emergency, encryption, failures: failureTexts, hints: hintTexts, findings: findingTexts }
