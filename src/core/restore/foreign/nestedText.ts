import type { JsonEvent } from '../jsonEvents'

/** Writes the list or record inside a field as text again, event by event. */
export interface NestedText {
  /** The whole text with the event that closes it; null before. */
  take(event: JsonEvent): string | null
  /** A name stands twice in one record. */
  readonly repeats: boolean
}

function scalarText(event: JsonEvent): string {
  switch (event.type) {
    case 'string': return JSON.stringify(event.value)
    case 'number': return event.text
    case 'literal': return String(event.value)
    default: return ''
  }
}

/**
 * Starts writing. Every name, text and digit is kept, in its order, on one line with a space after each comma and
 * colon; only what means nothing in JSON (other spaces, which way a character is escaped) is not.
 */
export function createNestedText(): NestedText {
  const parts: string[] = []
  const names: (Set<string> | null)[] = []
  let first = true
  let repeats = false
  const separate = (event: JsonEvent) => {
    // a value follows its name, and only the first name or list entry follows no comma
    if (!first && !(names.at(-1) && event.type !== 'key')) parts.push(', ')
    first = false
  }
  return {
    take(event) {
      switch (event.type) {
        case 'beginObject':
        case 'beginArray':
          separate(event)
          parts.push(event.type === 'beginObject' ? '{' : '[')
          names.push(event.type === 'beginObject' ? new Set() : null)
          first = true
          return null
        case 'endObject':
        case 'endArray':
          parts.push(event.type === 'endObject' ? '}' : ']')
          names.pop()
          first = false
          return names.length === 0 ? parts.join('') : null
        case 'key': {
          separate(event)
          const known = names.at(-1)
          if (known?.has(event.name)) repeats = true
          known?.add(event.name)
          parts.push(JSON.stringify(event.name), ': ')
          return null
        }
        default:
          separate(event)
          parts.push(scalarText(event))
          return null
      }
    },
    get repeats() {
      return repeats
    },
  }
}
