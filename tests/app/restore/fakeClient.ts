import { EMPTY_LAYOUT } from '../../../src/core/book/layout/bookLayout'
import { fail, ok } from '../../../src/core/base/result'
import type { Cell } from '../../../src/core/base/cell'
import type { BookDescription, FieldDescription, TableDescription } from '../../../src/core/book/bookDescription'
import type { BringInCheck, BringInSelection, DifferenceQuery, DifferenceSummary, RecordDifference, TableDifference } from '../../../src/core/restore/difference/difference'
import { settingsSchema, type Settings } from '../../../src/core/routine/settings'
import type { OpenCopy, OpenDifference } from '../../../src/worker/client/copies'
import type { NightsafeClient, Run } from '../../../src/worker/client/nightsafeClient'
import { headOf } from './assessments'

/** Work that ends well at once. */
export const done = <T>(value: T): Run<T> => ({ outcome: Promise.resolve(ok(value)), cancel: () => undefined })

/** Work that goes on until it is cancelled. */
export function endless<T>(): Run<T> & { cancelled: boolean } {
  let stop: () => void = () => undefined
  const outcome: Run<T>['outcome'] = new Promise((resolve) => {
    stop = () => resolve(fail({ type: 'Cancelled' }))
  })
  return {
    outcome,
    cancelled: false,
    cancel() {
      this.cancelled = true
      stop()
    },
  }
}

/** A client of which only `parts` answer; anything else that is asked is a mistake in the test. */
export function fakeClient(parts: Partial<Omit<NightsafeClient, 'device'>> & { device?: Partial<NightsafeClient['device']>; givenSettings?: Partial<Settings> } = {}): NightsafeClient {
  const settings = settingsSchema.parse(parts.givenSettings ?? {})
  const device = new Proxy({} as NightsafeClient['device'], {
    get: (_, name) => (parts.device as Record<string | symbol, unknown> | undefined)?.[name] ?? (() => Promise.resolve(fail({ type: 'BookNotFound', bookId: String(name) }))),
  })
  return {
    clock: { now: () => headOf(1).changedAt },
    settings: () => settings,
    changeSettings: () => Promise.resolve(),
    onEvent: () => () => undefined,
    openDifference: () => endless(),
    ...parts,
    device,
  } as unknown as NightsafeClient
}

function fieldOf(name: string, change: Partial<FieldDescription> = {}): FieldDescription {
  return { name, kind: 'text', declaredType: 'TEXT', required: false, key: false, automatic: false, generated: false, unique: false, choices: [], refersTo: null, secret: false, ...change }
}

export const SALES: TableDescription = {
  name: 'Sales',
  kind: 'table',
  fields: [fieldOf('id', { kind: 'whole-number', declaredType: 'INTEGER', key: true }), fieldOf('note'), fieldOf('place')],
  records: 3,
  readOnly: null,
  triggers: [],
  sql: '',
}
export const STOCK: TableDescription = { ...SALES, name: 'Stock', records: 0 }
export const DESCRIPTION: BookDescription = { tables: [SALES, STOCK], asleep: [], hasSamples: false, layout: EMPTY_LAYOUT }

export function openCopyOf(records: number, calls: { rows: unknown[]; closed: number } = { rows: [], closed: 0 }): OpenCopy {
  return {
    description: { ...DESCRIPTION, tables: [{ ...SALES, records }, STOCK] },
    rows(query) {
      calls.rows.push(query)
      const total = query.search === '' ? records : 1
      const rows = Array.from({ length: Math.max(0, Math.min(query.count, total - query.from)) }, (_, i) => ({ key: [query.from + i + 1], cells: [query.from + i + 1, `note ${query.from + i + 1}`, 'till'] }))
      return Promise.resolve(ok({ rows, total }))
    },
    tableAsCsv: (table) => Promise.resolve(ok(new Blob([`csv of ${table}`]))),
    asDatabase: () => Promise.resolve(ok(new Blob(['SQLite format 3']))),
    close: () => void calls.closed++,
  }
}

export function tableDifference(change: Partial<TableDifference> = {}): TableDifference {
  return {
    name: 'Sales', side: 'both', matchedBy: 'key', fields: ['id', 'note', 'place'], here: 10, inFile: 9, onlyHere: 2, onlyInFile: 1, changed: 3,
    newestHere: { key: [10], moment: '2026-11-21 16:40:00' }, newestInFile: { key: [9], moment: null }, shape: [], ...change,
  }
}

/** The record at a place among the differing ones: every kind in turn. */
function differenceAt(index: number): RecordDifference {
  const cells = (note: string): Cell[] => [index + 1, note, 'till']
  if (index % 3 === 0) return { kind: 'changed', key: [index + 1], here: cells(`old ${index + 1}`), inFile: cells(`new ${index + 1}`), changedFields: [1] }
  return index % 3 === 1
    ? { kind: 'only-in-file', key: [index + 1], here: null, inFile: cells('there'), changedFields: [] }
    : { kind: 'only-here', key: [index + 1], here: cells('here'), inFile: null, changedFields: [] }
}

export interface DifferenceCalls {
  readonly rows: DifferenceQuery[]
  readonly csv: unknown[]
  readonly checked: BringInSelection[]
  readonly brought: BringInSelection[]
  closed: number
}

export function openDifferenceOf(summary: DifferenceSummary, options: { records?: number; check?: Partial<BringInCheck>; fails?: boolean } = {}) {
  const calls: DifferenceCalls = { rows: [], csv: [], checked: [], brought: [], closed: 0 }
  const total = options.records ?? 6
  const difference: OpenDifference = {
    summary,
    rows(query) {
      calls.rows.push(query)
      return Promise.resolve(ok({ rows: Array.from({ length: Math.max(0, Math.min(query.count, total - query.from)) }, (_, i) => differenceAt(query.from + i)), total }))
    },
    asCsv(query) {
      calls.csv.push(query)
      return Promise.resolve(ok(new Blob(['csv'])))
    },
    checkBringIn(selection) {
      calls.checked.push(selection)
      return Promise.resolve(ok({ added: 1, changed: 3, newTables: [], brokenCount: 0, broken: [], ...options.check }))
    },
    bringIn(selection) {
      calls.brought.push(selection)
      return Promise.resolve(options.fails ? fail({ type: 'ReferencesBroken' as const, count: 2 }) : ok({ head: headOf(78), added: 1, changed: 3 }))
    },
    close: () => void calls.closed++,
  }
  return { difference, calls }
}
