import { createJsonEventReader, type JsonEvent } from './jsonEvents'

/** Which kind of JSON document a file is, told by its structure. `tables` may hold lists of records, or nothing of use. */
export type JsonShape = 'nightsafe' | 'template' | 'budget-manager' | 'ff2api' | 'tables'

/**
 * Tells the shape from the beginning of a JSON document; null when it is no JSON object or array.
 *
 * Own backups say `"format": "nightsafe-backup"` at the top, template files `"nightsafe-template"`. The budget manager's
 * have records `metadata` and `data`, in any order; since the second may lie beyond the head, the first alone makes a
 * candidate, and its reader has the last word. An own backup whose mark went bad is still known by its other members, and its reader refuses it. FF2API's have a record `backup_info`. A fault further on does not change what the document set out to be.
 */
export function detectJsonShape(head: Uint8Array): JsonShape | null {
  let depth = 0
  let key = ''
  let container: 'object' | 'array' | null = null
  let own = false
  let template = false
  let records = false
  /** Members at the top, with what each is. */
  const members = new Map<string, 'object' | 'array' | 'value'>()
  const containers: string[] = []

  function onBegin(type: 'object' | 'array') {
    if (depth === 0) container = type
    if (depth === 1 && container === 'object') members.set(key, type)
    if (type === 'object' && containers.at(-1) === 'array' && depth <= 3) records = true
    containers.push(type)
    depth++
  }

  function onEvent(event: JsonEvent) {
    switch (event.type) {
      case 'beginObject': return onBegin('object')
      case 'beginArray': return onBegin('array')
      case 'endObject':
      case 'endArray':
        containers.pop()
        depth--
        return
      case 'key':
        if (depth === 1) key = event.name
        return
      default:
        if (depth !== 1 || container !== 'object') return
        members.set(key, 'value')
        if (key === 'format' && event.type === 'string' && event.value === 'nightsafe-backup') own = true
        if (key === 'format' && event.type === 'string' && event.value === 'nightsafe-template') template = true
    }
  }

  const fault = createJsonEventReader(onEvent).write(head)
  if (own || (members.get('formatVersion') === 'value' && members.get('metadata') === 'object')) return 'nightsafe'
  if (template) return 'template'
  if (container === null) return null
  const parts = [members.get('metadata'), members.get('data')]
  const both = parts.every((part) => part === 'object')
  if (both || (members.size === 1 && parts.includes('object'))) return 'budget-manager'
  if (members.get('backup_info') === 'object') return 'ff2api'
  return fault?.type === 'malformed' && !records ? null : 'tables'
}
