import type { JsonShape } from '../detectJsonShape'
import { createJsonEventReader, type JsonEvent, type JsonFault } from '../jsonEvents'
import { MAX_FIELDS, type ForeignListener, type ForeignValue } from './foreignSource'
import { createNestedText, type NestedText } from './nestedText'
import { nameInWords } from './planTables'
import { createGrowingRecord, createGrowingTable, type GrowingRecord, type GrowingTable } from './tableLayout'

/** JSON documents that hold tables. */
export type JsonTablesShape = Exclude<JsonShape, 'nightsafe' | 'template'>

/** Why the document is not what it seemed, or not whole. `duplicate` says where a name stands twice. */
export type JsonTablesFault = JsonFault | { type: 'other-shape'; reason: string } | { type: 'duplicate'; where: string }

/** What a document held besides its tables. */
export interface JsonTablesEnd {
  readonly fault: null
  /** Names at the top that hold no tables. */
  readonly leftMembers: readonly string[]
  /** The names in the document's own header. */
  readonly header: readonly string[]
  /** Lists, by their index, that are no tables, each with the reason. */
  readonly dropped: ReadonlyMap<number, { readonly name: string; readonly reason: string }>
}

/** Reads the document piece by piece. */
export interface JsonTablesReader {
  write(bytes: Uint8Array): JsonTablesFault | null
  end(): { readonly fault: JsonTablesFault } | JsonTablesEnd
  /** Whether a record was begun; nothing else tells a document of tables from any other. */
  readonly seenRecords: boolean
}

/** The member that holds the document's own header, and the one under which the tables are; null = they are at the top. */
const PARTS: Record<JsonTablesShape, { readonly header: string | null; readonly data: string | null }> = {
  'budget-manager': { header: 'metadata', data: 'data' },
  ff2api: { header: 'backup_info', data: null },
  tables: { header: null, data: null },
}

const MAX_MEMBERS = 100_000
/** The name of the one table of a document that is a list itself. */
const LIST_NAME = 'records'

/**
 * Starts reading a document of tables: `{"table": [{"field": value}]}`, with a header beside them or below a member of
 * its own as the shape says, or a list of records alone. Names never become properties of an object. A name that
 * stands twice in one place is a fault, because such a document says two things at once and neither can be called the
 * record.
 */
export function createJsonTablesReader(shape: JsonTablesShape, listener: ForeignListener): JsonTablesReader {
  const { header: headerName, data: dataName } = PARTS[shape]
  const members = new Set<string>()
  const header = new Set<string>()
  const tableNames = new Set<string>()
  const left: string[] = []
  const dropped = new Map<number, { name: string; reason: string }>()
  /** How deep an opened table's list is. */
  let tableDepth = dataName === null ? 2 : 3
  let depth = 0
  let member = ''
  let key = ''
  let skipFrom = 0
  let tables = 0
  let seenRecords = false
  const seenIn = new Set<number>()
  let sawHeader = false
  let table: GrowingTable | null = null
  let record: GrowingRecord | null = null
  let place = 0
  let nested: NestedText | null = null
  let fault: JsonTablesFault | null = null

  const otherShape = (reason: string) => {
    fault ??= { type: 'other-shape', reason }
  }
  const duplicate = (where: string) => {
    fault ??= { type: 'duplicate', where }
  }
  const claim = (names: Set<string>, name: string, where: string) => {
    if (names.has(name)) duplicate(where)
    if (names.size >= MAX_MEMBERS) otherShape('It has too many members.')
    names.add(name)
  }
  const inRecords = () => `in a record of “${nameInWords(table?.name ?? '')}”`

  function onKey(name: string) {
    if (record && table) {
      place = table.placeOf(name)
      if (record.has(place)) duplicate(inRecords())
      // at once: records with ever new names would each be laid out as wide as all before them together
      if (place >= MAX_FIELDS) otherShape(`A table has more than ${MAX_FIELDS} fields.`)
      return
    }
    key = name
    if (depth === 1) {
      member = name
      claim(members, name, 'at the top of the file')
    } else if (member === headerName) claim(header, name, 'in the file’s own header')
    else if (member === dataName) claim(tableNames, name, 'among the tables')
  }

  function beginTable(name: string) {
    table = createGrowingTable(tables++, name)
    listener.table(table)
  }

  /** A list that holds something else than records is no table; what was read of it is left out. */
  function dropTable(what: string) {
    if (!table) return
    if (shape === 'budget-manager') return otherShape(`The table “${nameInWords(table.name)}” holds ${what}.`)
    dropped.set(table.index, { name: table.name, reason: `holds ${what}` })
  }

  function beginMember(container: 'object' | 'array') {
    if (member === headerName) {
      if (container !== 'object') otherShape(`Its “${headerName}” is not a record.`)
      sawHeader = true
    } else if (member === dataName) {
      if (container !== 'object') otherShape(`Its “${dataName}” does not hold tables.`)
    } else if (dataName === null && container === 'array') beginTable(member)
    else {
      left.push(member)
      skipFrom = depth
    }
  }

  function onBegin(container: 'object' | 'array') {
    if (depth === 1) {
      if (container === 'object') return
      if (shape !== 'tables') return otherShape('It is a list.')
      tableDepth = 1
      return beginTable(LIST_NAME)
    }
    if (table && depth === tableDepth + 1) {
      if (container === 'object') {
        seenRecords = true
        record = createGrowingRecord()
      } else {
        dropTable('lists instead of records')
        skipFrom = depth
      }
      return
    }
    if (depth === 2) return beginMember(container)
    if (member === headerName) skipFrom = depth
    else if (container === 'array') beginTable(key)
    else otherShape(`The table “${nameInWords(key)}” is not a list.`)
  }

  function onEnd() {
    if (record && table && depth === tableDepth + 1) {
      if (!dropped.has(table.index)) {
        seenIn.add(table.index)
        listener.record(table, record.values)
      }
      record = null
    } else if (table && depth === tableDepth) table = null
    depth--
  }

  function onValue(value: ForeignValue) {
    if (record) record.set(place, value)
    else if (table) dropTable('values instead of records')
    else if (depth === 0) otherShape('It is a single value.')
    else if (depth === 1) {
      if (member === headerName || member === dataName) otherShape(`Its “${member}” is a single value.`)
      else left.push(member)
    } else if (member === dataName) otherShape(`The table “${nameInWords(key)}” is a single value.`)
  }

  function onNested(event: JsonEvent, text: NestedText) {
    const whole = text.take(event)
    if (text.repeats) return duplicate(inRecords())
    if (whole === null) return
    record?.set(place, { json: whole })
    nested = null
  }

  function onEvent(event: JsonEvent) {
    if (fault) return
    const begins = event.type === 'beginObject' || event.type === 'beginArray'
    const ends = event.type === 'endObject' || event.type === 'endArray'
    if (begins) depth++
    if (skipFrom > 0) {
      if (!ends) return
      if (depth === skipFrom) skipFrom = 0
      depth--
      return
    }
    if (record && begins && nested === null) {
      if (shape === 'budget-manager') return otherShape(`A record of “${nameInWords(table?.name ?? '')}” holds values inside values.`)
      nested = createNestedText()
    }
    if (nested) {
      onNested(event, nested)
      if (ends) depth--
      return
    }
    switch (event.type) {
      case 'key': return onKey(event.name)
      case 'beginObject': return onBegin('object')
      case 'beginArray': return onBegin('array')
      case 'endObject':
      case 'endArray': return onEnd()
      case 'string': return onValue(event.value)
      case 'number': return onValue({ number: event.text })
      case 'literal': return onValue(event.value)
    }
  }

  function checkWhole() {
    if (shape === 'budget-manager') {
      if (!members.has('metadata') || !members.has('data')) otherShape('It has no metadata or no data.')
      else if (!header.has('backup_date') && !header.has('database_type')) otherShape('Its metadata is not that of the budget manager.')
    } else if (shape === 'ff2api') {
      if (!sawHeader) otherShape('Its backup_info is missing.')
      else if (tables === 0) otherShape('It has no tables.')
    } else if (![...seenIn].some((index) => !dropped.has(index))) otherShape('It holds no list of records.')
  }

  const reader = createJsonEventReader(onEvent)
  return {
    write(bytes) {
      // what is heard meanwhile may set the fault first
      const malformed = reader.write(bytes)
      return (fault ??= malformed)
    },
    end() {
      const malformed = reader.end()
      fault ??= malformed
      if (!fault) checkWhole()
      return fault ? { fault } : { fault: null, leftMembers: left, header: [...header], dropped }
    },
    get seenRecords() {
      return seenRecords
    },
  }
}
