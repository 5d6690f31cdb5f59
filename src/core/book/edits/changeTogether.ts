import { equalCells, type Cell } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { FieldDescription, RecordKey } from '../bookDescription'
import { findField, type BookShape, type KeyedTable } from '../keyedTable'
import type { SqlDatabase } from '../sqlEngine'
import type { ChangedRecord, RecordsInverse } from './appliedEdit'
import { checkAllReferences } from './checkReferences'
import { checkValue } from './checkValue'
import { readMany } from './readMany'
import { createRecordWriter, type RecordWriter } from './recordWriter'
import { storedCell } from './storedCell'
import { tryTogether, writeMany } from './writeMany'
import { rowidField, rowidOf, storedFields, totalChanges } from './writeRecords'

type Values = Readonly<Record<string, Cell>>

/** What is to be done to one table. */
export interface AskedChanges {
  readonly changes: readonly { readonly key: RecordKey; readonly values: Values }[]
  readonly additions: readonly Values[]
}

/** What was done, all of it. */
export interface DoneTogether {
  readonly changed: number
  /** Keys of the new records. */
  readonly added: readonly RecordKey[]
  /** Any statement at all changed the table. */
  readonly isTouched: boolean
  /** The ways back, in the order in which it was done; empty unless they are to be kept. */
  readonly steps: readonly RecordsInverse[]
}

/** Records of which the same fields are given. */
interface Alike {
  readonly names: readonly string[]
  readonly fields: readonly FieldDescription[]
  readonly records: { readonly place: number; readonly cells: readonly Cell[] }[]
}

/** The fields that are given, gathered by which they are; null where one is unknown. */
function gather(table: KeyedTable, values: readonly Values[]): Alike[] | null {
  const groups = new Map<string, Alike>()
  for (const [place, one] of values.entries()) {
    const names = Object.keys(one)
    const id = JSON.stringify(names)
    let group = groups.get(id)
    if (!group) {
      const fields = names.flatMap((name) => {
        const field = findField(table, name)
        return field.ok ? [field.value] : []
      })
      if (fields.length < names.length) return null
      groups.set(id, (group = { names: fields.map(({ name }) => name), fields, records: [] }))
    }
    group.records.push({ place, cells: Object.values(one) })
  }
  return [...groups.values()]
}

const isFit = (table: KeyedTable, fields: readonly FieldDescription[], cells: readonly Cell[]) => fields.every((field, i) => checkValue(table.name, field, cells[i] ?? null).ok)

/** Lists of names that are alike as one list each, so that what is made for a list is found again. */
function createLists() {
  const lists = new Map<string, readonly string[]>()
  return (names: readonly string[]): readonly string[] => {
    const id = JSON.stringify(names)
    const known = lists.get(id) ?? names
    lists.set(id, known)
    return known
  }
}

interface Change {
  readonly key: RecordKey
  readonly fields: readonly string[]
  readonly cells: readonly Cell[]
  readonly before: readonly Cell[]
}

/** What the changes come to, in their order, without those that change nothing; null where one does not fit. */
function readChanges(db: SqlDatabase, table: KeyedTable, writer: RecordWriter, asked: AskedChanges['changes']): Change[] | null {
  const groups = gather(table, asked.map(({ values }) => values))
  const listOf = createLists()
  const changes: (Change | undefined)[] = Array.from({ length: asked.length })
  for (const { names, fields, records } of groups ?? []) {
    const before = readMany(db, table, writer, records.map(({ place }) => asked[place]?.key ?? []), names)
    for (const [i, { place, cells }] of records.entries()) {
      const was = before[i]
      if (!was) return null
      const moved = fields.flatMap((_, j) => (equalCells(cells[j] ?? null, was[j] ?? null) ? [] : [j]))
      if (moved.length === 0) continue
      const pick = <T>(from: readonly T[]) => moved.map((j) => from[j] as T)
      const change = { key: asked[place]?.key ?? [], fields: moved.length === names.length ? names : listOf(pick(names)), cells: pick(cells), before: pick(was) }
      // what stays as it is need not fit: other programs may have written it
      if (!isFit(table, pick(fields), change.cells)) return null
      changes[place] = change
    }
  }
  return groups && changes.filter((one) => one !== undefined)
}

/** What one addition sets, with the list of its fields as it is used for all like it; null where it does not fit. */
function createAdditionReader(table: KeyedTable) {
  const known = new Map(table.fields.map((field) => [field.name, field]))
  const required = table.fields.filter((field) => field.required && !field.automatic)
  const listOf = createLists()
  return (values: Values): { names: readonly string[]; fields: readonly FieldDescription[]; cells: readonly Cell[] } | null => {
    const fields: FieldDescription[] = []
    const cells: Cell[] = []
    for (const [name, cell] of Object.entries(values)) {
      const field = known.get(name)
      if (!field) return null
      // left empty, they are filled by the database
      if (cell === null && field.automatic && field.required && !field.generated) continue
      fields.push(field)
      cells.push(cell)
    }
    if (!isFit(table, fields, cells) || !required.every((field) => fields.includes(field))) return null
    return { names: listOf(fields.map(({ name }) => name)), fields, cells }
  }
}

/** References of some records that are all there; each value is looked for once. */
function createReferenceCheck(db: SqlDatabase, table: KeyedTable) {
  const referring = table.fields.filter(({ refersTo }) => refersTo)
  return (records: readonly { readonly fields: readonly string[]; readonly cells: readonly Cell[] }[]): boolean =>
    referring.every((field) => {
      const cells = records.flatMap((one) => {
        const place = one.fields.indexOf(field.name)
        return place < 0 ? [] : [[one.cells[place] ?? null]]
      })
      return checkAllReferences(db, table.name, [field], cells).ok
    })
}

/** What records hold after some of their fields were set; read back only where that is not told by the types of the fields. */
function readLeft(db: SqlDatabase, table: KeyedTable, writer: RecordWriter, changes: readonly Change[]): (readonly Cell[])[] {
  const types = new Map(table.fields.map(({ name, declaredType }) => [name, declaredType]))
  const left = changes.map(({ fields, cells }) => cells.map((cell, i) => storedCell(types.get(fields[i] ?? '') ?? '', cell)))
  const groups = new Map<readonly string[], number[]>()
  for (const [place, cells] of left.entries()) {
    const { fields } = changes[place] ?? { fields: [] }
    if (!cells.includes(undefined)) continue
    const group = groups.get(fields)
    if (group) group.push(place)
    else groups.set(fields, [place])
  }
  for (const [fields, places] of groups) {
    const now = readMany(db, table, writer, places.map((place) => changes[place]?.key ?? []), fields)
    for (const [i, place] of places.entries()) left[place] = [...(now[i] ?? [])]
  }
  return left.map((cells) => cells.map((cell) => cell ?? null))
}

function toStep(db: SqlDatabase, table: KeyedTable, writer: RecordWriter, changes: readonly Change[]): Extract<RecordsInverse, { type: 'changeBack' }> {
  const left = readLeft(db, table, writer, changes)
  const records = changes.flatMap(({ key, fields, before }, place): ChangedRecord[] => {
    const now = left[place] ?? []
    // the table may store another value than it is given: then nothing may have changed
    return now.every((cell, i) => equalCells(cell, before[i] ?? null)) ? [] : [{ key, formerKey: key, fields, before, left: now }]
  })
  return { type: 'changeBack', table: table.name, records }
}

function addAll(db: SqlDatabase, table: KeyedTable, writer: RecordWriter, additions: readonly Values[]): { keys: RecordKey[]; given: { fields: readonly string[]; cells: readonly Cell[] }[] } | null {
  const read = createAdditionReader(table)
  const columns = new Map<readonly string[], readonly string[]>()
  const keys: RecordKey[] = []
  const given: { fields: readonly string[]; cells: readonly Cell[] }[] = []
  for (const values of additions) {
    const addition = read(values)
    if (!addition) return null
    const { names, cells } = addition
    const quoted = columns.get(names) ?? names.map(quoteIdentifier)
    columns.set(names, quoted)
    const key = writer.add(quoted, cells)
    if (!key) return null
    keys.push(key)
    given.push({ fields: names, cells })
  }
  return { keys, given }
}

function doTogether(db: SqlDatabase, table: KeyedTable, writer: RecordWriter, asked: AskedChanges, keepsSteps: boolean): DoneTogether | null {
  const totalBefore = totalChanges(db)
  const changes = readChanges(db, table, writer, asked.changes)
  const written = changes && writeMany(db, table, writer, changes)
  if (!written || 'error' in written) return null
  const added = addAll(db, table, writer, asked.additions)
  if (!added) return null
  const statements = written.value + added.keys.length
  // something else acted too: what it does to each record in turn is told one by one
  if (totalChanges(db) - totalBefore !== statements || !createReferenceCheck(db, table)([...changes, ...added.given])) return null
  const steps: RecordsInverse[] = []
  if (keepsSteps && changes.length > 0) steps.push(toStep(db, table, writer, changes))
  if (keepsSteps && added.keys.length > 0) {
    const fields = storedFields(table)
    const cells = readMany(db, table, writer, added.keys, fields)
    steps.push({ type: 'removeRecords', table: table.name, fields, records: added.keys.map((key, i) => ({ key, cells: cells[i] ?? [] })) })
  }
  const [step] = steps
  const changed = step?.type === 'changeBack' ? step.records.length : changes.length
  return { changed, added: added.keys, isTouched: statements > 0, steps: steps.filter(({ records }) => records.length > 0) }
}

/**
 * Changes and adds many records at once, several times quicker than one by one: records by rowids that the step leaves as
 * they are, in a book where no trigger acts. Null where that cannot be, or where anything is refused: then nothing is done,
 * and going through the records one by one tells which ones it is about.
 */
export function changeTogether(db: SqlDatabase, shape: BookShape, table: KeyedTable, asked: AskedChanges, keepsSteps: boolean): DoneTogether | null {
  if (table.tableKey.type !== 'rowid' || shape.tables.some(({ triggers }) => triggers.length > 0)) return null
  const ids = new Set(asked.changes.map(({ key }) => rowidOf(key)))
  const alias = rowidField(table)?.name
  const movesKeys = alias !== undefined && asked.changes.some(({ values }) => alias in values)
  if (ids.has(null) || ids.size < asked.changes.length || movesKeys) return null
  const writer = createRecordWriter(db, table)
  try {
    const done = tryTogether(db, () => doTogether(db, table, writer, asked, keepsSteps))
    return 'value' in done ? done.value : null
  } finally {
    writer.free()
  }
}
