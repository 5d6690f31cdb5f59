import type { JsonValues } from './jsonValues'

/** How deep a place is, as far as what follows it tells. */
export interface JsonLevel {
  /** Lists that are open around it, at least. */
  readonly lists: number
  /** Everything up to the end of the document is well-formed, so that no other list is around it. */
  readonly isSure: boolean
}

/** What a place is directly inside of; null where that is not known. */
type Inside = 'list' | 'object' | null

const NOWHERE: JsonLevel = { lists: 0, isSure: false }

/**
 * Tells how many lists are around the place after a value, by what closes after it: a record of a table is in one, what is nested
 * in a record in more. Every stretch of the text is looked through once, wherever it is asked from.
 */
export function createJsonLevels(text: string, { skipSpace, skipValue, label }: JsonValues, root: string): (end: number, inside: Inside) => JsonLevel {
  const known = new Map<number, JsonLevel>()
  const closesRoot = root === '[' ? ']' : '}'

  // where the document is a list, whatever is in an object is in that list too
  const isNewObject = (inside: Inside) => inside === null && root === '['

  /** One step outwards or onwards; `end` is -1 where what follows is broken. `entered`: a list that was not known of is around the place. */
  function step(end: number, inside: Inside): { end: number; inside: Inside; entered: boolean } {
    const next = skipSpace(end)
    const char = text[next]
    if (char === ']' && inside !== 'object') return { end: next + 1, inside: null, entered: inside === null }
    if (char === '}' && inside !== 'list') return { end: next + 1, inside: null, entered: isNewObject(inside) }
    if (char !== ',') return { end: -1, inside: null, entered: false }
    const start = skipSpace(next + 1)
    const member = inside === 'list' ? null : label(start)
    if (!member && (inside === 'object' || (text[start] !== '{' && text[start] !== '['))) return { end: -1, inside: null, entered: false }
    return { end: skipValue(member ? member.value : start), inside: member ? 'object' : 'list', entered: member ? isNewObject(inside) : inside === null }
  }

  return (from, around) => {
    const path: { key: number; entered: boolean }[] = []
    let level: JsonLevel | undefined
    let end = from
    let inside = around
    while (!level) {
      const key = end * 3 + (inside === null ? 0 : inside === 'list' ? 1 : 2)
      level = known.get(key)
      if (level) break
      if (inside === null && skipSpace(end) >= text.length) level = { lists: 0, isSure: text[end - 1] === closesRoot }
      else {
        const next = step(end, inside)
        path.push({ key, entered: next.entered })
        if (next.end < 0) level = NOWHERE
        else ({ end, inside } = next)
      }
    }
    for (const { key, entered } of path.reverse()) {
      if (entered) level = { lists: level.lists + 1, isSure: level.isSure }
      known.set(key, level)
    }
    return around === 'list' ? { lists: level.lists + 1, isSure: level.isSure } : level
  }
}
