const SPACE = /[ \t\r\n]*/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?=[\s,\]}]|$)/y
const LABEL = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})){0,200}"[ \t\r\n]*:[ \t\r\n]*/y
const MAX_DEPTH = 32

/** Finds well-formed JSON values in a text that is not well-formed as a whole. Places are indexes; -1 where nothing of the kind begins there. */
export interface JsonValues {
  /** The end of the space at a place, which may be none. */
  skipSpace(at: number): number
  /** The end of a well-formed value. */
  skipValue(at: number): number
  /** A member's name at a place, and where its value begins. */
  label(at: number): { readonly name: string; readonly text: string; readonly value: number } | null
}

/** Reads JSON values in a text. With `hasBadBytes`, texts with a replaced character are none: they were damaged. */
export function createJsonValues(text: string, hasBadBytes: boolean): JsonValues {
  function match(pattern: RegExp, at: number): number {
    pattern.lastIndex = at
    return pattern.test(text) ? pattern.lastIndex : -1
  }
  const skipSpace = (at: number) => match(SPACE, Math.min(at, text.length))

  function skipValue(at: number, depth: number): number {
    const char = text[at]
    if (char === '"') {
      const end = match(STRING, at)
      return end > 0 && hasBadBytes && text.slice(at, end).includes('\ufffd') ? -1 : end
    }
    if (char !== '{' && char !== '[') return match(SCALAR, at)
    if (depth > MAX_DEPTH) return -1
    const close = char === '{' ? '}' : ']'
    let next = skipSpace(at + 1)
    if (text[next] === close) return next + 1
    for (;;) {
      if (char === '{') {
        const named = text[next] === '"' ? skipValue(next, depth) : -1
        if (named < 0) return -1
        next = skipSpace(named)
        if (text[next] !== ':') return -1
        next = skipSpace(next + 1)
      }
      next = skipValue(next, depth + 1)
      if (next < 0) return -1
      next = skipSpace(next)
      if (text[next] === close) return next + 1
      if (text[next] !== ',') return -1
      next = skipSpace(next + 1)
    }
  }

  return {
    skipSpace,
    skipValue: (at) => skipValue(at, 0),
    label(at) {
      const value = text[at] === '"' ? match(LABEL, at) : -1
      if (value < 0) return null
      const label = text.slice(at, match(STRING, at))
      return { name: JSON.parse(label) as string, text: label, value }
    },
  }
}
