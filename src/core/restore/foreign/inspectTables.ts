import type { NotABackupHint } from '../../base/failure'
import { hintTexts } from '../../base/failureTexts'
import type { Work } from '../../base/progress'
import type { DetectedFormat } from '../detectFormat'
import { errorFinding } from '../failureToFinding'
import type { FileContents } from '../fileContents'
import { unusable, type ContentOutcome } from '../inspectDatabase'
import { inspectCsv } from './inspectCsv'
import { inspectDump } from './inspectDump'
import { inspectWorkbook, type WorkbookDeps } from './inspectWorkbook'

/** The formats that are read here. */
export type DetectedTables = Extract<DetectedFormat, { kind: 'csv' | 'sql-dump' | 'workbook' }>

/** What such a file came to, and what it seems to be where it is no backup. */
export interface TablesOutcome {
  readonly outcome: ContentOutcome
  readonly hint: NotABackupHint | null
}

/** Reads tables of other programs that are no JSON and no database. `fileName` gives a lone table its name, and nothing else. */
export async function inspectTables(deps: WorkbookDeps, detected: DetectedTables, contents: FileContents, fileName: string, work: Work): Promise<TablesOutcome> {
  switch (detected.kind) {
    case 'csv': return hinted(await inspectCsv(deps.engine, contents, detected, fileName, work), 'text')
    case 'sql-dump': return hinted(await inspectDump(deps.engine, contents, detected.byteOrderMark, work), 'text')
    case 'workbook': {
      const outcome = await inspectWorkbook(deps, contents, work)
      return hinted(outcome ?? unusable('not-a-backup', null, [errorFinding('not-a-backup', hintTexts.zip)]), 'zip')
    }
  }
}

function hinted(outcome: ContentOutcome, hint: NotABackupHint): TablesOutcome {
  return { outcome, hint: outcome.verdict === 'not-a-backup' ? hint : null }
}
