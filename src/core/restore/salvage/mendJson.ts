import { bytesToText } from '../../base/bytes'

/** A damaged JSON document, made well-formed by leaving out what is broken. */
export interface MendedJson {
  readonly text: string
  /** How many members of each list were left out, by the name that the list has. */
  readonly dropped: ReadonlyMap<string, number>
  /** The lists that the document ends in, if it ends too soon. */
  readonly cutIn: string | null
}

const SPACE = /[ \t\r\n]*/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?=[\s,\]}]|$)/y
const MEMBER = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})){0,200}"[ \t\r\n]*:/y
/** Where a list may end: before the next member of what holds it, or its end. */
const LIST_END = /\][ \t\r\n]*(?:,[ \t\r\n]*"(?:[^"\\\u0000-\u001f]|\\.){0,200}"[ \t\r\n]*:|\}|$)/y
const MAX_DEPTH = 32

/** Reads JSON text and leaves out what is not. */
function createMender(text: string, hasBadBytes: boolean) {
  const dropped = new Map<string, number>()
  let cutIn: string | null = null

  function match(pattern: RegExp, at: number): number {
    pattern.lastIndex = at
    return pattern.test(text) ? pattern.lastIndex : -1
  }
  const skipSpace = (at: number) => match(SPACE, at)

  /** The end of a well-formed value; -1 where there is none. */
  function skipValue(at: number, depth = 0): number {
    const char = text[at]
    if (char === '"') {
      const end = match(STRING, at)
      // a replaced character stands for bytes that are no text: they were damaged
      return end > 0 && hasBadBytes && text.slice(at, end).includes('\ufffd') ? -1 : end
    }
    if (char !== '{' && char !== '[') return match(SCALAR, at)
    if (depth > MAX_DEPTH) return -1
    const close = char === '{' ? '}' : ']'
    let next = skipSpace(at + 1)
    if (text[next] === close) return next + 1
    for (;;) {
      if (char === '{') {
        const named = skipValue(next, MAX_DEPTH + 1)
        if (named < 0 || text[next] !== '"') return -1
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

  /** A value that ends where a list or an object goes on or ends. */
  function skipMember(at: number): number {
    const end = skipValue(at)
    const next = end < 0 ? -1 : text[skipSpace(end)]
    return next === ',' || next === ']' || next === '}' ? end : -1
  }

  function note(name: string): void {
    dropped.set(name, (dropped.get(name) ?? 0) + 1)
  }

  /** Where a list goes on after a broken record: at the next whole one, or at its end. */
  function resume(from: number): { at: number; ended: boolean } {
    for (let at = from; at < text.length; at++) {
      const char = text[at]
      if (char === ']' && match(LIST_END, at) > 0) return { at, ended: true }
      if (char === '{' && skipMember(at) > 0) return { at, ended: false }
    }
    return { at: text.length, ended: true }
  }

  /** A list of records. Gives its text and where it ends. */
  function mendList(from: number, name: string): { text: string; end: number } {
    const kept: string[] = []
    let at = skipSpace(from + 1)
    while (at < text.length) {
      if (text[at] === ']') return { text: `[${kept.join(',')}]`, end: at + 1 }
      const end = skipMember(at)
      if (end > 0) {
        kept.push(text.slice(at, end))
        at = skipSpace(end)
        if (text[at] === ',') at = skipSpace(at + 1)
        else if (text[at] !== ']') note(name)
        continue
      }
      note(name)
      at = resume(at + 1).at
    }
    cutIn ??= name
    return { text: `[${kept.join(',')}]`, end: at }
  }

  function nextMember(from: number): number {
    for (let at = from; at < text.length; at++) if (text[at] === '"' && match(MEMBER, at) > 0) return at
    return text.length
  }

  /** An object that holds lists or objects. */
  function mendObject(from: number, name: string, depth: number): { text: string; end: number } {
    const kept: string[] = []
    let at = skipSpace(from + 1)
    while (at < text.length && text[at] !== '}') {
      const key = match(MEMBER, at)
      if (key < 0) {
        note(name)
        at = nextMember(at + 1)
        continue
      }
      const start = skipSpace(key)
      const label = text.slice(at, match(STRING, at))
      const end = skipMember(start)
      const isOpen = text[start] === '{' || text[start] === '['
      if (end > 0) {
        kept.push(text.slice(at, end))
        at = skipSpace(end)
      } else if (isOpen && depth < 6) {
        const child = JSON.parse(label) as string
        const mended = text[start] === '[' ? mendList(start, child) : mendObject(start, child, depth + 1)
        kept.push(`${label}:${mended.text}`)
        at = skipSpace(mended.end)
      } else {
        note(name)
        at = nextMember(start)
        continue
      }
      if (text[at] === ',') at = skipSpace(at + 1)
    }
    if (at >= text.length) cutIn ??= name
    return { text: `{${kept.join(',')}}`, end: Math.min(at + 1, text.length) }
  }

  return {
    mend(): MendedJson | null {
      const at = skipSpace(0)
      const mended = text[at] === '{' ? mendObject(at, '', 0) : text[at] === '[' ? mendList(at, '') : null
      return mended && { text: mended.text, dropped, cutIn }
    },
  }
}

/**
 * Makes a damaged JSON document well-formed again: records that are broken are left out, and what ends too soon is ended.
 * A record counts only where all of it is whole. Null where the text is no JSON object or array at all.
 */
export function mendJson(bytes: Uint8Array): MendedJson | null {
  const exact = bytesToText(bytes)
  const text = exact ?? new TextDecoder('utf-8', { fatal: false }).decode(bytes)
  return createMender(text.replace(/^\ufeff/, ''), exact === null).mend()
}
