import { createJsonEventReader } from './jsonEvents'

/** Which kind of JSON document a file is, told by its structure. */
export type JsonShape = 'nightsafe' | 'budget-manager' | 'other'

/**
 * Tells the shape from the beginning of a JSON document; null when it is no JSON object or array.
 *
 * Own backups say `"format": "nightsafe-backup"` at the top. The budget manager's have `metadata` and `data`, in any
 * order; since the second may lie beyond the head, the first alone makes a candidate, and its reader has the last word.
 * A fault further on does not change what the document set out to be.
 */
export function detectJsonShape(head: Uint8Array): JsonShape | null {
  let depth = 0
  let key = ''
  let container: 'object' | 'array' | null = null
  let own = false
  const keys = new Set<string>()
  const reader = createJsonEventReader((event) => {
    if (event.type === 'beginObject' || event.type === 'beginArray') {
      if (depth === 0) container = event.type === 'beginObject' ? 'object' : 'array'
      depth++
    } else if (event.type === 'endObject' || event.type === 'endArray') depth--
    else if (depth === 1 && event.type === 'key') {
      key = event.name
      keys.add(key)
    } else if (depth === 1 && key === 'format' && event.type === 'string' && event.value === 'nightsafe-backup') own = true
  })
  const fault = reader.write(head)
  if (own) return 'nightsafe'
  if (container === null) return null
  const [first] = keys
  const both = keys.has('metadata') && keys.has('data')
  if (both || (keys.size === 1 && (first === 'metadata' || first === 'data'))) return 'budget-manager'
  return fault?.type === 'malformed' ? null : 'other'
}
