import type { Work } from '../../base/progress'
import { namesFinding } from './describeLoading'
import { damagedStop, type ForeignListener, type ForeignPass, type ForeignSource, type ForeignStop } from './foreignSource'
import { createJsonTablesReader, type JsonTablesEnd, type JsonTablesFault, type JsonTablesReader, type JsonTablesShape } from './jsonTablesReader'

/** Opens the file's bytes from the beginning, without a byte order mark; called once for each reading. */
export type OpenChunks = () => AsyncIterable<Uint8Array>

function faultToStop(fault: JsonTablesFault, shape: JsonTablesShape, reader: JsonTablesReader): ForeignStop {
  // a document without a header and without a record has given no sign of tables yet
  const noTables = shape === 'tables' && !reader.seenRecords
  switch (fault.type) {
    case 'other-shape': return { kind: 'other-shape', reason: fault.reason }
    case 'incomplete':
      return noTables ? { kind: 'other-shape', reason: 'It ends before any record.' } : damagedStop('truncated', 'The JSON document ends before it is complete.')
    case 'malformed':
      return noTables ? { kind: 'other-shape', reason: 'It is not well-formed.' } : damagedStop('corrupt', `The JSON document is not well-formed near character ${fault.at}.`)
    case 'duplicate': return damagedStop('corrupt', `The same name stands twice ${fault.where}.`)
    case 'too-deep':
      return { kind: 'refused', finding: { code: 'too-deep', severity: 'error', detail: `It is nested deeper than ${fault.limit} levels.` } }
  }
}

function endToPass(end: JsonTablesEnd): ForeignPass {
  const droppedLists = [...end.dropped.values()].map(({ name, reason }) => `${name} (${reason})`)
  return {
    kind: 'whole',
    dropped: new Set(end.dropped.keys()),
    findings: [
      ...namesFinding('not-carried', 'warning', 'Lists that are no tables are not taken in', droppedLists),
      ...namesFinding('not-carried', 'warning', 'Members beside the data are not taken in', end.leftMembers),
      ...namesFinding('not-carried', 'info', 'What the file says of itself is not taken in', end.header),
    ],
  }
}

export function jsonSource(shape: JsonTablesShape, open: OpenChunks, size: number): ForeignSource {
  async function read(listener: ForeignListener, work: Work): Promise<ForeignPass | ForeignStop> {
    const reader = createJsonTablesReader(shape, listener)
    let done = 0
    for await (const chunk of open()) {
      const fault = reader.write(chunk)
      if (fault) return faultToStop(fault, shape, reader)
      done += chunk.length
      work.report({ step: 'reading', done, total: size })
      const paused = await work.pause()
      if (!paused.ok) return { kind: 'cancelled', failure: paused.failure }
    }
    const end = reader.end()
    return end.fault ? faultToStop(end.fault, shape, reader) : endToPass(end)
  }
  return { textual: false, read }
}
