import { createJsonEventReader, type JsonEvent, type JsonFault } from '../jsonEvents'

/** A value of a record as the file has it; numbers keep their digits. */
export type BudgetValue = null | boolean | string | { readonly number: string }

/** What is heard while the file is read, in its order. */
export interface BudgetListener {
  table(name: string): void
  /** Fields missing from a record are not in the map. */
  record(table: string, values: ReadonlyMap<string, BudgetValue>): void
}

/** Why the file is not the budget manager's, or not whole. `duplicate` says where a name stands twice. */
export type BudgetFault = JsonFault | { type: 'other-shape'; reason: string } | { type: 'duplicate'; where: string }

/** Reads the file piece by piece; `end` gives the names at the top level that hold no records. */
export interface BudgetRecordReader {
  write(bytes: Uint8Array): BudgetFault | null
  end(): { fault: BudgetFault } | { fault: null; unknownMembers: readonly string[] }
}

const RESERVED = new Set(['metadata', 'data'])

/**
 * Starts reading the budget manager's backup: `{"metadata": {…}, "data": {"table": [{"field": value}]}}`, members in
 * any order. Keys never become properties of an object. A name that stands twice in one place is a fault, because
 * such a file says two things at once and neither can be called the record.
 */
export function createBudgetRecordReader(listener: BudgetListener): BudgetRecordReader {
  const path: string[] = []
  const tables = new Set<string>()
  const members = new Set<string>()
  const metadata = new Set<string>()
  let depth = 0
  let record: Map<string, BudgetValue> | null = null
  let key = ''
  let skipFrom = 0
  let fault: BudgetFault | null = null

  const otherShape = (reason: string) => {
    fault ??= { type: 'other-shape', reason }
  }
  const claim = (names: Set<string>, where: string) => {
    if (names.has(key)) fault ??= { type: 'duplicate', where }
    names.add(key)
  }

  function onKey(name: string) {
    key = name
    path[depth - 1] = name
    if (skipFrom > 0) return
    if (depth === 1) claim(members, 'at the top of the file')
    else if (depth === 2 && path[0] === 'metadata') claim(metadata, 'in the metadata')
    else if (depth === 2) {
      claim(tables, 'among the tables')
      listener.table(name)
    } else if (record?.has(name)) fault ??= { type: 'duplicate', where: `in a record of “${path[1] ?? ''}”` }
  }

  function onBegin(container: 'object' | 'array') {
    depth++
    if (skipFrom > 0) return
    if (depth === 2 && !RESERVED.has(key)) skipFrom = depth
    else if (depth === 3 && path[0] === 'metadata') skipFrom = depth
    else if (depth <= 2 && container !== 'object') otherShape('Its metadata and data are not objects.')
    else if (depth === 3 && container !== 'array') otherShape(`The table “${key}” is not a list.`)
    else if (depth === 4 && container !== 'object') otherShape(`The table “${path[1] ?? ''}” holds something that is not a record.`)
    else if (depth > 4) otherShape(`A record of “${path[1] ?? ''}” holds values inside values.`)
    else if (depth === 4) record = new Map()
  }

  function onEnd() {
    if (skipFrom === depth) skipFrom = 0
    else if (skipFrom === 0 && depth === 4 && record) {
      listener.record(path[1] ?? '', record)
      record = null
    }
    depth--
  }

  function onValue(value: BudgetValue) {
    if (skipFrom > 0) return
    if (record) record.set(key, value)
    else if (depth === 0 || (depth === 1 && RESERVED.has(key)) || depth > 2 || (depth === 2 && path[0] === 'data')) {
      otherShape('Its metadata and data are not tables of records.')
    }
  }

  const reader = createJsonEventReader((event: JsonEvent) => {
    if (fault) return
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
  })

  return {
    write(bytes) {
      // what is heard meanwhile may set the fault first
      const malformed = reader.write(bytes)
      return (fault ??= malformed)
    },
    end() {
      const malformed = reader.end()
      fault ??= malformed
      if (!members.has('metadata') || !members.has('data')) otherShape('It has no metadata or no data.')
      else if (!metadata.has('backup_date') && !metadata.has('database_type')) otherShape('Its metadata is not that of the budget manager.')
      return fault ? { fault } : { fault: null, unknownMembers: [...members].filter((name) => !RESERVED.has(name)) }
    },
  }
}
