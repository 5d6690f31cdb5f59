import { findingTexts } from '../../../core/restore/findingTexts'
import { charts } from './charts'
import { emergency } from './emergency'
import { encryption } from './encryption'
import { grid } from './grid'
import { keys } from './keys'
import { palette } from './palette'
import { fieldDesign } from './fieldDesign'
import { record } from './record'
import { records } from './records'
import { restore } from './restore'
import { restorePoints } from './restorePoints'
import { settings } from './settings'
import { templates } from './templates'
import { transfer } from './transfer'

/** The words of all other places, fetched beside the first screen. */
export const later = { templates, transfer, charts, fieldDesign, settings, record, records, grid, restore, restorePoints, emergency, encryption, keys, palette, findings: findingTexts }
