import { z } from '../base/zod'
import type { Failure } from '../base/failure'
import { fail, ok, type Result } from '../base/result'
import { JsonBackupError, type JsonLoader, type SchemaEntry } from './jsonLoader'
import { FORMAT_VERSION, type Manifest } from './manifest'
import { parseShallowJson, readManifest } from './readManifest'
import { SEAL_START } from './writeJsonBackup'

const FIRST_LINE = /^\{"format":"nightsafe-backup","formatVersion":([0-9]{1,9}),$/
const TABLE_END = '"records":['
const RECORDS_AT_ONCE = 2000

const schemaEntry = z.strictObject({
  type: z.enum(['table', 'index', 'view', 'trigger', 'pragma']),
  name: z.string(),
  table: z.string(),
  sql: z.string(),
}) satisfies z.ZodType<SchemaEntry>
const tableStart = z.strictObject({ fields: z.array(z.string()), records: z.array(z.never()) })

/** Where the reader stands: what the next line must be. */
type Expecting = 'format' | 'metadata' | 'schema' | 'entry' | 'data' | 'table' | 'record' | 'sequences' | 'seal' | 'end'

/** Reads the lines of a JSON backup in their one layout, handing what they say to the loader. */
export interface JsonLayout {
  /** Fails where the lines are not what the layout has; throws what the loader throws. */
  readLines(lines: readonly string[]): Result<undefined, Failure>
  /** The manifest, once its line has passed. */
  manifest(): Manifest | null
  isComplete(): boolean
}

const damaged = (detail: string) => fail({ type: 'Damaged' as const, detail })
const fromJson = (json: string): unknown => {
  const parsed = parseShallowJson(json)
  if (!parsed.ok) throw new JsonBackupError('A line of the backup is no JSON.')
  return parsed.value
}

/** See `JsonLayout`. `openLoader` is called when the manifest is known. */
export function createJsonLayout(openLoader: (manifest: Manifest) => JsonLoader): JsonLayout {
  let expecting: Expecting = 'format'
  let manifest: Manifest | null = null
  let loader: JsonLoader | null = null
  const entries: SchemaEntry[] = []
  let pending: string[] = []

  const theLoader = (): JsonLoader => {
    if (!loader) throw new JsonBackupError('The manifest is missing.')
    return loader
  }

  function flush(): void {
    if (pending.length === 0) return
    const records = JSON.parse(`[${pending.join(',')}]`) as unknown[]
    if (records.length !== pending.length) throw new JsonBackupError('A line holds more than one record.')
    theLoader().addRecords(records)
    pending = []
  }

  function readEntry(line: string): void {
    const last = line.endsWith('}],')
    const entry = schemaEntry.safeParse(fromJson(line.slice(0, last ? -2 : -1)))
    if (!entry.success || !line.endsWith(',')) throw new JsonBackupError('An entry of the schema is not as it should be.')
    entries.push(entry.data)
    if (!last) return
    theLoader().addSchema(entries)
    expecting = 'data'
  }

  function readTableStart(line: string): void {
    const empty = /\]\}(\}?),$/.exec(line)
    const closed = empty ? line.slice(0, -1 - (empty[1] ?? '').length) : `${line}]}`
    if (!empty && !line.endsWith(TABLE_END)) throw new JsonBackupError('A table does not begin as it should.')
    const [start, more] = Object.entries(fromJson(`{${closed}}`) ?? {})
    const table = tableStart.safeParse(start?.[1])
    if (!start || more || !table.success) throw new JsonBackupError('A table does not begin as it should.')
    theLoader().startTable(start[0], table.data.fields)
    expecting = 'record'
    if (empty) endTable(empty[1] === '}')
  }

  function endTable(last: boolean): void {
    flush()
    theLoader().endTable()
    expecting = last ? 'sequences' : 'table'
  }

  function readRecord(line: string): void {
    if (line.endsWith('],')) {
      pending.push(line.slice(0, -1))
      if (pending.length >= RECORDS_AT_ONCE) flush()
    } else if (line.endsWith(']]},')) {
      pending.push(line.slice(0, -3))
      endTable(false)
    } else if (line.endsWith(']]}},')) {
      pending.push(line.slice(0, -4))
      endTable(true)
    } else throw new JsonBackupError('A record does not end as it should.')
  }

  function readSequences(line: string): void {
    const text = /^"sequences":(\{.*\}),$/.exec(line)?.[1]
    const value = text === undefined ? null : fromJson(text)
    if (typeof value !== 'object' || value === null) throw new JsonBackupError('The sequences are not as they should be.')
    theLoader().finish(new Map(Object.entries(value)))
    expecting = 'seal'
  }

  function readMetadata(line: string): Result<undefined, Failure> {
    if (!line.startsWith('"metadata":{') || !line.endsWith('},')) return damaged('The manifest is missing.')
    const read = readManifest(line.slice('"metadata":'.length, -1))
    if (!read.ok) return read
    manifest = read.value
    loader = openLoader(manifest)
    expecting = 'schema'
    return ok()
  }

  function readFormat(line: string): Result<undefined, Failure> {
    const version = Number(FIRST_LINE.exec(line)?.[1] ?? Number.NaN)
    if (version > FORMAT_VERSION) return fail({ type: 'NewerFormat', found: version, known: FORMAT_VERSION })
    // not as it was written: laid out anew by some tool, which cannot be told from a change
    if (version !== FORMAT_VERSION) return fail({ type: 'SealMismatch' })
    expecting = 'metadata'
    return ok()
  }

  function readFixed(line: string, whole: string, none: string, next: Expecting, afterNone: Expecting): void {
    if (line !== whole && line !== none) throw new JsonBackupError('The parts of the backup are not in their places.')
    expecting = line === none ? afterNone : next
  }

  function readLine(line: string): Result<undefined, Failure> {
    switch (expecting) {
      case 'record': readRecord(line); break
      case 'format': return readFormat(line)
      case 'metadata': return readMetadata(line)
      case 'schema':
        readFixed(line, '"schema":[', '"schema":[],', 'entry', 'data')
        if (line === '"schema":[],') theLoader().addSchema([])
        break
      case 'entry': readEntry(line); break
      case 'data': readFixed(line, '"data":{', '"data":{},', 'table', 'sequences'); break
      case 'table': readTableStart(line); break
      case 'sequences': readSequences(line); break
      case 'seal':
        if (!line.startsWith(SEAL_START)) return damaged('The seal is missing.')
        expecting = 'end'
        break
      case 'end': return damaged('There is something after the end of the backup.')
    }
    return ok()
  }

  return {
    readLines(lines) {
      try {
        for (const line of lines) {
          const read = readLine(line)
          if (!read.ok) return read
        }
        flush()
      } catch (error) {
        if (error instanceof JsonBackupError) return damaged(error.message)
        if (error instanceof SyntaxError) return damaged('A record is no JSON.')
        throw error
      }
      return ok()
    },
    manifest: () => manifest,
    isComplete: () => expecting === 'end',
  }
}
