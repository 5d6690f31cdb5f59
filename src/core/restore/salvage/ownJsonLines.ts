import { z } from '../../base/zod'
import type { Manifest } from '../../backup/manifest'
import { parseShallowJson, readManifest } from '../../backup/readManifest'
import type { SchemaObject } from '../../backup/schemaDigest'

/** What a line of a JSON backup of ours says: see `docs/backup-format.md`. */
export type OwnLine =
  | { readonly type: 'manifest'; readonly manifest: Manifest }
  | { readonly type: 'schema'; readonly entry: SchemaObject | { readonly type: 'pragma'; readonly sql: string } }
  | { readonly type: 'broken-schema' | 'broken-record' }
  | { readonly type: 'table'; readonly name: string; readonly fields: readonly string[] }
  | { readonly type: 'record'; readonly cells: readonly unknown[] }

/** The lines that one line turned out to be: damage can join two. */
export interface ReadLines {
  readonly lines: readonly OwnLine[]
  /** Nothing in it was broken. */
  readonly isWhole: boolean
  /** It is the last line of a backup. */
  readonly isEnd: boolean
}

const entry = z.strictObject({ type: z.enum(['table', 'index', 'view', 'trigger', 'pragma']), name: z.string(), table: z.string(), sql: z.string() })
const names = z.array(z.string())

function parse(json: string): unknown {
  const parsed = parseShallowJson(json)
  return parsed.ok ? parsed.value : undefined
}

/** The first whole JSON array in a text, and where it ends. */
function findArray(text: string, from: number): { cells: unknown[]; end: number } | null {
  for (let start = text.indexOf('[', from); start >= 0; start = text.indexOf('[', start + 1)) {
    let depth = 0
    for (let at = start; at < text.length; at++) {
      const char = text[at]
      if (char === '"') {
        const string = /"(?:[^"\\]|\\.)*"/y
        string.lastIndex = at
        if (!string.test(text)) break
        at = string.lastIndex - 1
      } else if (char === '[') depth++
      else if (char === ']' && --depth === 0) {
        const cells = parse(text.slice(start, at + 1))
        if (Array.isArray(cells)) return { cells: cells as unknown[], end: at + 1 }
        break
      }
    }
    // a line with many brackets is not worth more tries
    if (start - from > 10_000) return null
  }
  return null
}

/** All whole records in a line that is not one. */
function findRecords(text: string): OwnLine[] {
  const lines: OwnLine[] = []
  let at = 0
  for (let found = findArray(text, at); found; found = findArray(text, at)) {
    lines.push({ type: 'record', cells: found.cells })
    at = found.end
  }
  return lines
}

function readTable(text: string): OwnLine | null {
  const [, name, fields] = /^("(?:[^"\\]|\\.)*"):\{"fields":(\[.*\]),"records":\[(?:\]\}+,?)?$/.exec(text) ?? []
  const label = name === undefined ? undefined : parse(name)
  const list = names.safeParse(fields === undefined ? undefined : parse(fields))
  return typeof label === 'string' && list.success ? { type: 'table', name: label, fields: list.data } : null
}

/** Reads one line of a backup, whatever is left of it. */
export function readOwnLines(text: string): ReadLines {
  const whole = (...lines: OwnLine[]): ReadLines => ({ lines, isWhole: true, isEnd: false })
  const broken = (...lines: OwnLine[]): ReadLines => ({ lines, isWhole: false, isEnd: false })
  if (text.startsWith('[')) {
    const record = parse(/\](,|\]\}{1,2},)$/.test(text) ? text.replace(/(?<=\])(,|\]\}{1,2},)$/, '') : text)
    if (Array.isArray(record)) return whole({ type: 'record', cells: record as unknown[] })
    const found = findRecords(text)
    return broken(...(found.length === 0 ? [{ type: 'broken-record' } as const] : found))
  }
  if (text.startsWith('{"type":')) {
    const object = entry.safeParse(parse(text.replace(/(?<=\})(\]?,)$/, '')))
    if (!object.success) return broken({ type: 'broken-schema' })
    const { type, name, table, sql } = object.data
    return whole({ type: 'schema', entry: type === 'pragma' ? { type, sql } : { type, name, table, sql } })
  }
  if (text.startsWith('"metadata":')) {
    const manifest = readManifest(text.slice('"metadata":'.length, -1))
    return manifest.ok ? whole({ type: 'manifest', manifest: manifest.value }) : broken()
  }
  const table = readTable(text)
  if (table) return whole(table)
  if (/^"seal":"[0-9a-f]{64}"\}$/.test(text)) return { lines: [], isWhole: true, isEnd: true }
  if (text === '' || /^("(schema|data)":[[{]|"sequences":\{|\{"format":"nightsafe-backup")/.test(text)) return whole()
  // a line that is none of these may still hold a record
  const found = findRecords(text)
  return broken(...(found.length > 0 || !text.includes('CREATE ') ? found : [{ type: 'broken-schema' } as const]))
}
