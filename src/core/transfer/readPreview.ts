import type { Failure } from '../base/failure'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import { MAX_FIELDS, type ForeignStop } from '../restore/foreign/foreignSource'
import type { OpenedTables } from '../restore/foreign/openTables'
import { createColumnProfile, type ColumnProfile } from './columnProfile'
import type { ImportPreview } from './importPlan'
import { valueToText } from './readValue'
import { createFormVotes, type WrittenForms } from './writtenForms'

/** Rows that are shown before anything is done. */
const SHOWN_ROWS = 20
const SHOWN_LENGTH = 200
const MAX_TABLES = 200
/** Records of a table that are asked how they write numbers and dates. */
const VOTERS = 20_000

interface SeenTable {
  readonly index: number
  readonly name: string
  records: number
  readonly columns: { readonly name: string; readonly profile: ColumnProfile }[]
  readonly rows: string[][]
}

/** Why a file could not be read to its end. */
export function stopToFailure(stop: ForeignStop): Failure {
  switch (stop.kind) {
    case 'cancelled': return stop.failure
    case 'other-shape': return { type: 'FileUnreadable', reason: stop.reason }
    case 'damaged':
    case 'refused': return { type: 'FileUnreadable', reason: stop.finding.detail }
  }
}

/**
 * Reads a file of tables once: its columns, what kind each could be, and the first rows. `otherwise`: how numbers and
 * dates are written where the file does not tell. Fails with `FileUnreadable` and `Cancelled`.
 */
export async function readPreview(opened: OpenedTables, otherwise: WrittenForms, work: Work): Promise<Result<ImportPreview, Failure>> {
  const { source, format } = opened
  const tables: SeenTable[] = []
  const votes = createFormVotes()
  let isTooWide = false
  const pass = await source.read({
    table({ index, name }) {
      if (index < MAX_TABLES) tables[index] = { index, name, records: 0, columns: [], rows: [] }
    },
    record({ index, fields }, record) {
      const table = tables[index]
      if (!table) return
      table.records++
      while (table.columns.length < fields.length && table.columns.length < MAX_FIELDS) {
        const name = fields[table.columns.length] ?? ''
        table.columns.push({ name, profile: createColumnProfile(name, source.textual) })
      }
      isTooWide ||= fields.length > MAX_FIELDS
      for (const [i, { profile }] of table.columns.entries()) {
        const value = record[i]
        if (value === undefined || value === null) continue
        profile.note(value)
        if (table.records <= VOTERS) votes.note(value)
      }
      if (table.rows.length < SHOWN_ROWS) {
        table.rows.push(table.columns.map((_, i) => valueToText(record[i] ?? '').slice(0, SHOWN_LENGTH)))
      }
    },
  }, work)
  if (pass.kind !== 'whole') return fail(opened.failed() ?? stopToFailure(pass))
  const broken = opened.failed()
  if (broken) return fail(broken)
  if (isTooWide) return fail({ type: 'FileUnreadable', reason: `A table has more than ${MAX_FIELDS} fields.` })
  const found = tables.filter((table) => table && !pass.dropped.has(table.index) && table.records > 0)
  if (found.length === 0) return fail({ type: 'FileUnreadable', reason: 'There are no records in it.' })
  const forms = votes.forms(otherwise)
  const isNamed = !pass.findings.some(({ code }) => code === 'converted')
  return ok({
    format,
    forms,
    tables: found.map(({ index, name, records, columns, rows }) => ({
      index,
      name,
      records,
      firstRow: format !== 'json' && isNamed ? 2 : 1,
      columns: columns.map(({ name: column, profile }) => ({ name: column, kind: profile.kind(forms), filled: profile.filled, distinct: profile.distinct, values: profile.values })),
      rows,
    })),
    notes: pass.findings.map(({ detail }) => detail),
  })
}
