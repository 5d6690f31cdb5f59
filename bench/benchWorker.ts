import * as Comlink from 'comlink'
import { measureDifference } from './measureDifference'
import { measureEdits } from './measureEdits'
import { measuredSql, measureFiles } from './measureFiles'
import { measureRecords } from './measureRecords'
import { measureWrites } from './measureWrites'

const api = { edits: measureEdits, files: measureFiles, filesSql: measuredSql, difference: measureDifference, records: measureRecords, writes: measureWrites }

/** What the page can ask a benchmark worker for. */
export type BenchApi = typeof api

Comlink.expose(api)
