import { cellToBound, type SqlCast } from '../../base/cell'
import { bytesToText } from '../../base/bytes'
import type { Failure } from '../../base/failure'
import type { Work } from '../../base/progress'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, type Result } from '../../base/result'
import { leftOutOf } from '../../backup/contentDigest'
import { emptyValue } from '../../backup/emptySecretFields'
import type { Manifest } from '../../backup/manifest'
import { lineFields } from '../../backup/recordLines'
import type { SchemaObject } from '../../backup/schemaDigest'
import { readTableShapes, type FieldShape, type TableShape } from '../../backup/tableShape'
import type { SqlDatabase, SqlEngine } from '../../book/sqlEngine'
import { finishContents, type Salvaged, type TableOutcome } from './finishContents'
import { readOwnLines, type OwnLine } from './ownJsonLines'
import type { RawRecord } from './readRecord'
import { warning } from './reportTexts'
import { beginSalvage, fillTable, tryStatement, type TableFiller } from './salvageWriter'

/** A table while its records come in. */
interface OpenTable {
  readonly name: string
  readonly width: number
  readonly emptied: readonly FieldShape[]
  readonly filler: TableFiller
  readonly named: boolean
  broken: number
}

/** A line's cells as they are bound; null where one of them is no value. */
function toRecord(cells: readonly unknown[]): RawRecord | null {
  const record: RawRecord = { values: [], casts: [] }
  for (const cell of cells) {
    const bound = cellToBound(cell)
    if (!bound) return null
    record.values.push(bound.value)
    record.casts.push(bound.cast)
  }
  return record
}

/** Takes the lines of a backup one by one and puts what they say into a database. */
function createLoader(db: SqlDatabase) {
  const later: SchemaObject[] = []
  const outcomes: TableOutcome[] = []
  const tables = new Map<string, OpenTable>()
  let shapes: Map<string, TableShape> | null = null
  let manifest: Manifest | null = null
  let open: OpenTable | null = null
  let schemaIsWhole = true
  let homeless = 0

  const shapeOf = (name: string) => (shapes ??= new Map(readTableShapes(db).map((shape) => [shape.name, shape]))).get(name)
  const fieldsOf = (shape: TableShape) => lineFields(shape, leftOutOf(shape.name, manifest?.fieldsLeftOut ?? [])).map(({ name }) => name)

  /** The table that a damaged name may have meant: one with just these fields that has not come yet. */
  function shapeByFields(fields: readonly string[]): TableShape | undefined {
    shapeOf('')
    const alike = [...(shapes?.values() ?? [])].filter((shape) => !tables.has(shape.name) && JSON.stringify(fieldsOf(shape)) === JSON.stringify(fields))
    return alike.length === 1 ? alike[0] : undefined
  }

  function begin(name: string, fields: readonly string[]): OpenTable {
    const known = shapeOf(name)
    const shape = known && JSON.stringify(fieldsOf(known)) === JSON.stringify(fields) ? known : (shapeByFields(fields) ?? known)
    const used = shape?.name ?? name
    const here = tables.get(used)
    if (here) return here
    const columns = shape ? fieldsOf(shape) : fields
    const leftOut = leftOutOf(used, manifest?.fieldsLeftOut ?? [])
    const emptied = shape?.fields.filter((field) => !field.generated && leftOut.has(field.name)) ?? []
    if (!shape && !tryStatement(db, `CREATE TABLE ${quoteIdentifier(used)} (${columns.map(quoteIdentifier).join(', ')})`)) homeless++
    const filler = fillTable(db, used, [...columns, ...emptied.map(({ name }) => name)])
    const table = { name: used, width: columns.length, emptied, filler, named: !shape, broken: 0 }
    tables.set(used, table)
    return table
  }

  /** Records that are not as wide as the table's belong to the next one, whose first line was lost. */
  function tableFor(width: number): OpenTable | null {
    if (open?.width === width) return open
    shapeOf('')
    const names = [...(shapes?.keys() ?? [])]
    const from = open ? names.indexOf(open.name) + 1 : 0
    const next = names.slice(from).map((name) => shapeOf(name)).find((shape) => shape && !tables.has(shape.name) && fieldsOf(shape).length === width)
    if (next) open = begin(next.name, fieldsOf(next))
    return next ? open : null
  }

  function addRecord(cells: readonly unknown[]): void {
    const table = tableFor(cells.length)
    const record = table && toRecord(cells)
    if (!table || !record) {
      if (open) open.broken++
      else homeless++
      return
    }
    const n = table.filler.added() + 1
    table.filler.add({
      values: [...record.values, ...table.emptied.map((field) => emptyValue(field, n))],
      casts: [...record.casts, ...table.emptied.map((): SqlCast => 'none')],
    })
  }

  function addSchema(entry: SchemaObject | { type: 'pragma'; sql: string }): void {
    if (entry.type === 'pragma') {
      if (/^PRAGMA (user_version|application_id) = -?[0-9]{1,10}$/.test(entry.sql)) db.run(entry.sql)
    } else if (entry.type !== 'table') later.push(entry)
    else if (!/^CREATE TABLE\b/i.test(entry.sql) || !tryStatement(db, entry.sql)) schemaIsWhole = false
    shapes = null
  }

  return {
    take(line: OwnLine): void {
      switch (line.type) {
        case 'manifest': manifest = line.manifest; break
        case 'schema': addSchema(line.entry); break
        case 'broken-schema': schemaIsWhole = false; break
        case 'table': open = begin(line.name, line.fields); break
        case 'record': addRecord(line.cells); break
        case 'broken-record':
          if (open) open.broken++
          else homeless++
      }
    },
    finish(wasCut: boolean) {
      for (const table of tables.values()) {
        const { added, kept } = table.filler.finish()
        const told = manifest?.tables.find(({ name }) => name === table.name)?.records
        const lost = told === undefined ? (wasCut && table === open ? null : table.broken + added - kept) : Math.max(0, told - kept)
        outcomes.push({ name: table.name, recovered: kept, refused: added - kept, lost, named: table.named })
      }
      return { outcomes, later, manifest, schemaIsWhole, homeless }
    },
  }
}

/**
 * Reads a damaged JSON backup of ours record by record: each stands in a line of its own, so that what is broken ends with
 * its line. Fails with `NothingSalvaged`, `Damaged` or `Cancelled`.
 */
export async function salvageOwnJson(engine: SqlEngine, bytes: Uint8Array, work: Work): Promise<Result<Salvaged, Failure>> {
  const db = engine.open(null, { untrusted: true })
  try {
    beginSalvage(db)
    const loader = createLoader(db)
    let done = 0
    let lostBytes = 0
    let isComplete = false
    for (const { line, from, to } of linesOf(bytes)) {
      const text = bytesToText(line)
      const read = readOwnLines(text ?? '')
      for (const one of text === null ? [{ type: 'broken-record' } as const] : read.lines) loader.take(one)
      if (text === null || !read.isWhole) lostBytes += to - from
      if (read.isEnd) isComplete = true
      if (++done % 20_000 !== 0) continue
      work.report({ step: 'reading', done: to, total: bytes.length })
      const paused = await work.pause()
      if (!paused.ok) return paused
    }
    const { outcomes, later, manifest, schemaIsWhole, homeless } = loader.finish(!isComplete)
    const findings = [
      ...(isComplete ? [] : [warning('truncated', 'The end of the backup is missing.')]),
      ...(homeless === 0 ? [] : [warning('corrupt', `Lines that belong to no table that could be made: ${homeless}`)]),
    ]
    return await finishContents(db, { format: 'nightsafe-json', manifest, tables: outcomes, later, virtual: [], schemaIsWhole, lostPages: null, lostBytes, findings }, work)
  } catch (error) {
    if (error instanceof RangeError) return fail({ type: 'NothingSalvaged' })
    throw error
  } finally {
    db.close()
  }
}

function* linesOf(bytes: Uint8Array): Generator<{ line: Uint8Array; from: number; to: number }> {
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    const to = end < 0 ? bytes.length : end
    yield { line: bytes.subarray(from, to), from, to: to + 1 }
    from = to + 1
  }
}
