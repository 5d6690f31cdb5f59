import type { Cell } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { FieldDescription } from '../bookDescription'
import { keySql, type KeyedTable } from '../keyedTable'
import { readCells } from '../readCells'
import type { SqlDatabase } from '../sqlEngine'
import { carriedFields } from './carriedFields'
import { targetsFirst } from './targetsFirst'
import { MAX_SAMPLE_RECORDS, type SampleValue } from './template'

type Sample = Record<string, SampleValue>

/** Records that were taken, and what each field of theirs held in the book. */
interface TakenTable {
  readonly table: KeyedTable
  readonly rows: (readonly Cell[])[]
}

function firstRecords(db: SqlDatabase, table: KeyedTable): Cell[][] {
  const key = keySql(table).join(', ')
  const rest = `FROM ${quoteIdentifier(table.name)} ${key === '' ? '' : `ORDER BY ${key}`} LIMIT ${MAX_SAMPLE_RECORDS}`
  // files stay behind, so that their bytes need not be read
  return readCells(db, table.fields.map((field) => quoteIdentifier(field.name)), { rest, params: [], blobLimit: 0 })
}

/** Which of the records taken so far a reference means; -1 = none of them. */
function placeOf(taken: readonly TakenTable[], field: FieldDescription, cell: Cell): number {
  const target = taken.find(({ table }) => table.name === field.refersTo?.table)
  const at = target?.table.fields.findIndex(({ name }) => name.toLowerCase() === field.refersTo?.field.toLowerCase()) ?? -1
  return at < 0 || !target ? -1 : target.rows.findIndex((cells) => cells[at] === cell)
}

/** A record as a sample; null when a field that it must have cannot come along. */
function toSample(taken: readonly TakenTable[], table: KeyedTable, fields: readonly FieldDescription[], row: readonly Cell[]): Sample | null {
  const sample: Sample = {}
  for (const field of fields) {
    const cell = row[table.fields.indexOf(field)] ?? null
    if (cell === null) continue
    const place = field.refersTo ? placeOf(taken, field, cell) : -1
    // what refers to a record that stays behind is left empty; files stay behind, too
    const stays = field.refersTo ? place < 0 : typeof cell === 'object' && ('b' in cell || 'x' in cell)
    if (stays && field.required) return null
    if (!stays) sample[field.name] = field.refersTo ? { sample: place } : cell
  }
  return sample
}

/** The first records of tables as samples, by table. Fields that look like secrets stay behind. */
export function readSampleRecords(db: SqlDatabase, tables: readonly KeyedTable[]): Map<string, Sample[]> {
  const taken: TakenTable[] = []
  const samples = new Map<string, Sample[]>()
  const order = targetsFirst(tables.map(({ name, fields }) => ({ name, targets: fields.flatMap(({ refersTo }) => refersTo?.table ?? []) })))
  for (const table of order.flatMap((place) => tables[place] ?? [])) {
    const rows: (readonly Cell[])[] = []
    const own: Sample[] = []
    taken.push({ table, rows })
    samples.set(table.name, own)
    const fields = carriedFields(table).filter(({ secret }) => !secret)
    for (const row of firstRecords(db, table)) {
      const sample = toSample(taken, table, fields, row)
      if (!sample) continue
      rows.push(row)
      own.push(sample)
    }
  }
  return samples
}
