import { createNextStop } from './jsonStops'

const SPACE = /[ \t\r\n]*/y
const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?=[\s,\]}]|$)/y
/** Lists and records inside one another in a value: with what is around a record, no more than a document may have. */
const MAX_DEPTH = 29
const LONGEST_NAME = 1200

/** A member's name at a place, and where its value begins. */
export interface JsonLabel {
  readonly name: string
  readonly text: string
  readonly value: number
}

/** Finds well-formed JSON values in a text that is not well-formed as a whole. Places are indexes; -1 where nothing of the kind begins there. */
export interface JsonValues {
  /** The end of the space at a place, which may be none. */
  skipSpace(at: number): number
  /** The end of a string. */
  skipString(at: number): number
  /** The end of a well-formed value in which no record has a name twice. */
  skipValue(at: number): number
  label(at: number): JsonLabel | null
  /** The last character before a place that is no space; empty where there is none. */
  charBefore(at: number): string
}

/** Reads JSON values in a text. With `hasBadBytes`, texts with a replaced character are none: they were damaged. */
export function createJsonValues(text: string, hasBadBytes: boolean): JsonValues {
  const nextStop = createNextStop(text, hasBadBytes)
  function match(pattern: RegExp, at: number): number {
    pattern.lastIndex = at
    return pattern.test(text) ? pattern.lastIndex : -1
  }
  const skipSpace = (at: number) => match(SPACE, Math.min(at, text.length))
  const nameAt = (at: number, end: number) => JSON.parse(text.slice(at, end)) as string

  function skipString(at: number): number {
    const stop = text[at] === '"' ? nextStop(at) : text.length
    return text[stop] === '"' ? stop + 1 : -1
  }

  /** The place of a member's value; -1 where there is no name, or one that was there before. */
  function skipName(at: number, names: Set<string>): number {
    const end = skipString(at)
    if (end < 0) return -1
    const name = nameAt(at, end)
    if (names.has(name)) return -1
    names.add(name)
    const colon = skipSpace(end)
    return text[colon] === ':' ? skipSpace(colon + 1) : -1
  }

  function skipValue(at: number, depth: number): number {
    const char = text[at]
    if (char === '"') return skipString(at)
    if (char !== '{' && char !== '[') return match(SCALAR, at)
    if (depth >= MAX_DEPTH) return -1
    const close = char === '{' ? '}' : ']'
    const names = char === '{' ? new Set<string>() : null
    let next = skipSpace(at + 1)
    if (text[next] === close) return next + 1
    for (;;) {
      if (names) next = skipName(next, names)
      if (next >= 0) next = skipValue(next, depth + 1)
      if (next < 0) return -1
      next = skipSpace(next)
      if (text[next] === close) return next + 1
      if (text[next] !== ',') return -1
      next = skipSpace(next + 1)
    }
  }

  let last = { at: -1, end: -1 }
  return {
    skipSpace,
    skipString,
    skipValue(at) {
      // the same place is often asked for twice in a row
      if (at !== last.at) last = { at, end: skipValue(at, 0) }
      return last.end
    },
    label(at) {
      const end = skipString(at)
      if (end < 0 || end - at > LONGEST_NAME) return null
      const colon = skipSpace(end)
      return text[colon] === ':' ? { name: nameAt(at, end), text: text.slice(at, end), value: skipSpace(colon + 1) } : null
    },
    charBefore(at) {
      let before = at - 1
      while (before >= 0 && ' \t\r\n'.includes(text[before] ?? '')) before--
      return text[before] ?? ''
    },
  }
}
