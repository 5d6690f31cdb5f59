import { findingTexts } from '../../../core/restore/findingTexts'
import { emergency } from './emergency'
import { encryption } from './encryption'
import { grid } from './grid'
import { fieldDesign } from './fieldDesign'
import { records } from './records'
import { restore } from './restore'
import { restorePoints } from './restorePoints'
import { settings } from './settings'

/** The words of all other places, fetched beside the first screen. */
export const later = { fieldDesign, settings, records, grid, restore, restorePoints, emergency, encryption, findings: findingTexts }
