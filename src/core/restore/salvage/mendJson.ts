import { bytesToText } from '../../base/bytes'
import { createJsonValues } from './jsonValues'

/** What became of a list of records. */
export interface MendedList {
  /** Places where something was broken and left out. */
  readonly places: number
  /** Records that were in those places; null where it cannot be told. */
  readonly lost: number | null
  /** Its name was lost, so that it has a made-up one. */
  readonly named: boolean
}

/** A damaged JSON document, made well-formed by leaving out what is broken. */
export interface MendedJson {
  readonly text: string
  readonly lists: ReadonlyMap<string, MendedList>
  /** Broken places outside of lists. */
  readonly otherPlaces: number
  /** The document ends too soon. */
  readonly isCut: boolean
}

const MAX_DEPTH = 6

const keysOf = (record: string): string[] => Object.keys(JSON.parse(record) as object)

/** How many records were in the gaps: one where a gap is too short for two, none where it is too short for one, and otherwise nobody knows. */
function countLost(gaps: readonly number[], shortest: number, isCut: boolean): number | null {
  if (isCut || gaps.some((gap) => gap >= 2 * shortest || (shortest === Infinity && gap > 0))) return null
  return gaps.filter((gap) => gap * 2 >= shortest).length
}

/** Reads JSON text and leaves out what is not. */
function createMender(text: string, hasBadBytes: boolean) {
  const { skipSpace, skipValue, label } = createJsonValues(text, hasBadBytes)
  const lists = new Map<string, MendedList>()
  let otherPlaces = 0
  let isCut = false

  const charAfter = (at: number) => text[skipSpace(at)]
  /** A list that holds records, or nothing. */
  const isListOfRecords = (at: number) => text[at] === '[' && ['{', ']'].includes(charAfter(at + 1) ?? '')

  /** A record ends where the list goes on or ends, or where the text does. What stands between two records may be broken itself. */
  function skipRecord(at: number): number {
    const end = skipValue(at)
    if (end < 0) return -1
    const next = skipSpace(end)
    if (next >= text.length || text[next] === ',' || text[next] === ']') return end
    if (text[at] === '{' && text[next] === '{') return end
    return text[at] === '{' && ['{', ']'].includes(charAfter(next + 1) ?? '') ? end : -1
  }

  /** Whether a list of records ends at a bracket, and not one that is inside a record. */
  function isListEnd(at: number, keys: ReadonlySet<string> | null, isAlone: boolean): boolean {
    const next = skipSpace(at + 1)
    // at the end of the text, the bracket of a list that is inside an object is rather one inside a record that was cut
    if (next >= text.length) return isAlone
    if (text[next] === '}') {
      const after = skipSpace(next + 1)
      return text[after] !== ']' && !(text[after] === ',' && charAfter(after + 1) === '{')
    }
    if (text[next] !== ',') return false
    const member = label(skipSpace(next + 1))
    return member !== null && (keys ? !keys.has(member.name) : isListOfRecords(member.value))
  }

  /** A record of a list whose beginning is lost. */
  function isLooseRecord(at: number): boolean {
    const end = text[at] === '{' ? skipValue(at) : -1
    const next = end < 0 ? undefined : charAfter(end)
    return next === ']' || (next === ',' && charAfter(skipSpace(end) + 1) === '{') || (end > 0 && skipSpace(end) >= text.length)
  }

  /** Whether a whole object has the fields of a list's records, or some of them, or more. */
  function isAlike(at: number, end: number, keys: ReadonlySet<string>): boolean {
    const own = keysOf(text.slice(at, end))
    const shared = own.filter((key) => keys.has(key)).length
    return shared > 0 && (shared === own.length || shared === keys.size)
  }

  /** Where a list goes on after a broken place: at its next whole record, or at its end, which may be lost: then records of another kind follow. */
  function resume(from: number, keys: ReadonlySet<string> | null, endsFrom: number): { at: number; ends: boolean } {
    for (let at = from; at < text.length; at++) {
      if (text[at] === ']' && isListEnd(at, keys, endsFrom === Infinity)) return { at, ends: false }
      if (text[at] !== '{') continue
      const end = skipRecord(at)
      if (end > 0 && keys && isAlike(at, end, keys)) return { at, ends: false }
      if (end > 0 && (!keys || at >= endsFrom) && isLooseRecord(at)) return { at, ends: keys !== null }
    }
    return { at: text.length, ends: false }
  }

  /** A list of records. Gives its text and where it ends. */
  function mendList(from: number, name: string, named: boolean): { text: string; end: number } {
    const kept: string[] = []
    const gaps: number[] = []
    let keys: ReadonlySet<string> | null = null
    let shortest = Infinity
    let at = skipSpace(from + 1)
    while (at < text.length && !(text[at] === ']' && (name !== '' || skipSpace(at + 1) >= text.length))) {
      const end = skipRecord(at)
      if (end > 0) {
        const record = text.slice(at, end)
        kept.push(record)
        if (record.startsWith('{')) keys ??= new Set(keysOf(record))
        shortest = Math.min(shortest, record.length)
        at = skipSpace(end)
        if (text[at] !== ']' && text[at] !== '{') at = skipSpace(at + 1)
        continue
      }
      // what is nested in one broken record is no sign of a lost end
      const next = resume(at + 1, keys, name === '' ? Infinity : at + 2 * shortest)
      gaps.push(next.at - at)
      at = next.at
      if (!next.ends) continue
      lists.set(name, { places: gaps.length, lost: null, named })
      return { text: `[${kept.join(',')}]`, end: at }
    }
    const cutHere = at >= text.length
    isCut ||= cutHere
    lists.set(name, { places: gaps.length - Number(cutHere && gaps.length > 0), lost: countLost(gaps, shortest, cutHere), named })
    return { text: `[${kept.join(',')}]`, end: Math.min(at + 1, text.length) }
  }

  /** The next place where a member stands that holds something, or a list or a record of one whose name is lost. */
  function nextMember(from: number): number {
    for (let at = from; at < text.length; at++) {
      if (isListOfRecords(at) || isLooseRecord(at)) return at
      const member = label(at)
      if (member && (text[member.value] === '{' || isListOfRecords(member.value))) return at
    }
    return text.length
  }

  function freshName(): string {
    let n = 1
    while (lists.has(`lost_table_${n}`)) n++
    return `lost_table_${n}`
  }

  const isEnd = (at: number, depth: number) => text[at] === '}' && (depth > 0 || skipSpace(at + 1) >= text.length)

  /** An object that holds lists or objects. */
  function mendObject(from: number, depth: number): { text: string; end: number } {
    const kept: string[] = []
    let at = skipSpace(from + 1)
    while (at < text.length && !isEnd(at, depth)) {
      const member = label(at)
      const start = member?.value ?? at
      const end = member ? skipValue(start) : -1
      const after = end < 0 ? undefined : charAfter(end)
      if (member && (after === ',' || after === '}')) {
        kept.push(text.slice(at, end))
        if (isListOfRecords(start)) lists.set(member.name, { places: 0, lost: 0, named: false })
        at = skipSpace(end)
      } else if (text[start] === '[' && (member || isListOfRecords(start))) {
        const name = member?.name ?? freshName()
        const mended = mendList(start, name, member === null)
        kept.push(`${JSON.stringify(name)}:${mended.text}`)
        at = skipSpace(mended.end)
      } else if (!member && isLooseRecord(at)) {
        const name = freshName()
        const mended = mendList(at - 1, name, true)
        kept.push(`"${name}":${mended.text}`)
        at = skipSpace(mended.end)
      } else if (member && text[start] === '{' && depth < MAX_DEPTH) {
        const mended = mendObject(start, depth + 1)
        kept.push(`${member.text}:${mended.text}`)
        at = skipSpace(mended.end)
      } else {
        otherPlaces++
        at = nextMember(at + 1)
        continue
      }
      if (text[at] === ',') at = skipSpace(at + 1)
    }
    isCut ||= at >= text.length
    return { text: `{${kept.join(',')}}`, end: Math.min(at + 1, text.length) }
  }

  return {
    mend(): MendedJson | null {
      const begin = skipSpace(0)
      const isWhole = text[begin] === '{' || text[begin] === '['
      // without its first bytes a document is taken for an object, from the first thing on that can be read
      const from = isWhole ? begin : nextMember(0) - 1
      if (from >= text.length - 1) return null
      if (!isWhole) otherPlaces++
      const mended = text[begin] === '[' ? mendList(from, '', false) : mendObject(from, 0)
      return { text: mended.text, lists, otherPlaces, isCut }
    },
  }
}

/**
 * Makes a damaged JSON document well-formed again: records that are broken are left out, and what ends too soon is ended.
 * A record counts only where all of it is whole. Null where nothing in the text is JSON.
 */
export function mendJson(bytes: Uint8Array): MendedJson | null {
  const exact = bytesToText(bytes)
  const text = exact ?? new TextDecoder('utf-8', { fatal: false }).decode(bytes)
  return createMender(text.replace(/^\ufeff/, ''), exact === null).mend()
}
