import * as Comlink from 'comlink'
import { measureEdits } from './measureEdits'
import { measureFiles } from './measureFiles'

const api = { edits: measureEdits, files: measureFiles }

/** What the page can ask a benchmark worker for. */
export type BenchApi = typeof api

Comlink.expose(api)
