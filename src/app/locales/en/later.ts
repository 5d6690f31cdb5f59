import { findingTexts } from '../../../core/restore/findingTexts'
import { emergency } from './emergency'
import { encryption } from './encryption'
import { records } from './records'
import { restore } from './restore'
import { restorePoints } from './restorePoints'
import { settings } from './settings'

/** The words of all other places, fetched beside the first screen. */
export const later = { settings, records, restore, restorePoints, emergency, encryption, findings: findingTexts }
