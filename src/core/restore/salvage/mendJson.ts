import { bytesToText } from '../../base/bytes'
import { createJsonPlaces } from './jsonPlaces'
import { createJsonShapes } from './jsonShapes'
import type { JsonLabel } from './jsonValues'
import { resumeList } from './resumeList'

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
/** How far a broken name may be from what it names. */
const NEAR = 400

/** How many records were in the gaps: one where a gap is too short for two, none where it is too short for one, and otherwise nobody knows. */
function countLost(gaps: readonly number[], shortest: number, isCut: boolean): number | null {
  if (isCut || gaps.some((gap) => gap >= 2 * shortest || (shortest === Infinity && gap > 0))) return null
  return gaps.filter((gap) => gap * 2 >= shortest).length
}

/** Reads JSON text and leaves out what is not. */
function createMender(text: string, hasBadBytes: boolean) {
  const places = createJsonPlaces(text, hasBadBytes)
  const { skipSpace, skipValue, skipItem, skipSureString, label, charAfter, charBefore, isListOfRecords, levelAfter, names } = places
  const lists = new Map<string, MendedList>()
  let otherPlaces = 0
  let isCut = false
  let invented = 0

  /** A list of records. Gives its text and where it ends. */
  function mendList(from: number, name: string, named: boolean): { text: string; end: number } {
    const kept: string[] = []
    const gaps: number[] = []
    const shapes = createJsonShapes((field) => names.add(field))
    let learnt = 0
    let shortest = Infinity
    let at = skipSpace(from + 1)
    const learn = () => {
      for (; learnt < kept.length; learnt++) shapes.learn(kept[learnt] ?? '')
    }
    const finish = (lost: number | null, broken: number, end: number) => {
      learn()
      // of a list whose beginning is lost nobody knows how much that was
      lists.set(name, { places: broken, lost: named ? null : lost, named })
      return { text: `[${kept.join(',')}]`, end }
    }
    while (at < text.length && !(text[at] === ']' && (name !== '' || skipSpace(at + 1) >= text.length))) {
      const end = skipItem(at)
      if (end > 0) {
        kept.push(text.slice(at, end))
        shortest = Math.min(shortest, end - at)
        at = skipSpace(end)
        if (text[at] !== ']' && text[at] !== '{') at = skipSpace(at + 1)
        continue
      }
      learn()
      // what is nested in one broken record is no sign of a lost end
      const next = resumeList(places, shapes, at, at + 2 * shortest, name === '')
      gaps.push(next.at - at)
      at = next.at
      if (next.ends) return finish(null, gaps.length, at)
    }
    const cutHere = at >= text.length
    isCut ||= cutHere
    return finish(countLost(gaps, shortest, cutHere), gaps.length - Number(cutHere && gaps.length > 0), Math.min(at + 1, text.length))
  }

  /** Whether the list at a place, after something broken, is a table: nothing else is around it than the document. */
  function isTable(at: number, name: string | null, isNear: boolean): boolean {
    if (!isListOfRecords(at) || (name !== null && names.has(name))) return false
    const end = skipValue(at)
    const { lists: around, isSure } = end < 0 ? { lists: 0, isSure: false } : levelAfter(end, null)
    return around === 0 && (isSure || isNear)
  }

  /** A record of a table whose beginning is lost. */
  function isLooseRecord(at: number): boolean {
    const end = text[at] === '{' && charBefore(at) !== ':' ? skipValue(at) : -1
    if (end < 0) return false
    const next = charAfter(end)
    const goesOn = next === ']' || next === '' || (next === ',' && charAfter(skipSpace(end) + 1) === '{')
    return goesOn && levelAfter(end, 'list').lists === 1
  }

  /** Whether only objects are around a place after a value, up to the end of the document. */
  const isOutside = (end: number) => {
    const { lists: around, isSure } = levelAfter(end, 'object')
    return around === 0 && isSure
  }

  /** Whether a member holds a table, or what tables are in. */
  function holdsTables({ name, value }: JsonLabel, isNear: boolean): boolean {
    if (text[value] === '[') return isTable(value, name, isNear)
    if (text[value] !== '{') return false
    const end = skipValue(value)
    return end < 0 ? !names.has(name) : isOutside(end)
  }

  /** The next place where a member stands that holds tables, or a list or a record of one whose name is lost, or the end of what is around it. */
  function nextMember(broken: number, depth: number): number {
    let open = 0
    for (let at = broken; at < text.length; ) {
      const isNear = open < 1 && at - broken <= NEAR
      const member = label(at)
      if (member) {
        if (holdsTables(member, isNear)) return at
        at = member.value
        continue
      }
      if (text[at] === '}' && depth > 0 && (open <= 0 || isOutside(at + 1))) return at
      const isBracket = text[at] === '[' || text[at] === '{'
      if (isBracket && (isTable(at, null, isNear) || isLooseRecord(at))) return at
      const found = isBracket ? skipValue(at) : skipSureString(at)
      // what lost its name may hold tables that have theirs
      const end = text[at] === '{' && found > 0 && isOutside(found) ? at + 1 : found
      if (isBracket && end < 0) open++
      else if (text[at] === ']' || text[at] === '}') open--
      at = Math.max(at + 1, end)
    }
    return text.length
  }

  /** A list of plain values, which is no table. */
  const holdsValues = (at: number) => text[skipSpace(at + 1)] !== '{' && skipValue(skipSpace(at + 1)) > 0

  function freshName(): string {
    do invented++
    while (lists.has(`lost_table_${invented}`))
    return `lost_table_${invented}`
  }

  const isEnd = (at: number, depth: number) => text[at] === '}' && (depth > 0 || skipSpace(at + 1) >= text.length)

  /** An object that holds lists or objects. */
  function mendObject(from: number, depth: number): { text: string; end: number } {
    const kept: string[] = []
    const taken = new Set<string>()
    let at = skipSpace(from + 1)
    const keep = (name: string, value: string) => {
      // a name that is there twice would spoil the whole document
      if (taken.has(name)) otherPlaces++
      else kept.push(`${JSON.stringify(name)}:${value}`)
      taken.add(name)
    }
    const keepList = (start: number, name: string | null) => {
      const own = name === null || taken.has(name) ? freshName() : name
      const mended = mendList(start, own, own !== name)
      keep(own, mended.text)
      at = skipSpace(mended.end)
    }
    while (at < text.length && !isEnd(at, depth)) {
      const member = label(at)
      const start = member?.value ?? at
      const end = member ? skipValue(start) : -1
      const after = end < 0 ? '' : charAfter(end)
      if (member && (after === ',' || after === '}') && !(isListOfRecords(start) && taken.has(member.name))) {
        keep(member.name, text.slice(start, end))
        if (isListOfRecords(start)) lists.set(member.name, { places: 0, lost: 0, named: false })
        at = skipSpace(end)
      } else if (text[start] === '[' && (isListOfRecords(start) || (member && !holdsValues(start)))) keepList(start, member?.name ?? null)
      else if (!member && isLooseRecord(at)) keepList(at - 1, null)
      else if (member && text[start] === '{' && depth < MAX_DEPTH) {
        const mended = mendObject(start, depth + 1)
        keep(member.name, mended.text)
        at = skipSpace(mended.end)
      } else {
        otherPlaces++
        at = nextMember(at + 1, depth)
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
      const opens = text[begin] === '{' || (text[begin] === '[' && !/^\[\s*\{\s*[\]\[{,:]/.test(text.slice(begin, begin + 100)))
      // something whole that more follows is a part of what was there
      const whole = opens ? skipValue(begin) : -1
      const isWhole = opens && (whole < 0 || skipSpace(whole) >= text.length)
      // without its first bytes a document is taken for an object, from the first thing on that can be read
      const from = isWhole ? begin : nextMember(0, 0) - 1
      if (from >= text.length - 1) return null
      if (!isWhole) otherPlaces++
      const mended = isWhole && text[begin] === '[' ? mendList(from, '', false) : mendObject(from, 0)
      return { text: mended.text, lists, otherPlaces, isCut }
    },
  }
}

/**
 * Makes a damaged JSON document well-formed again: records that are broken are left out, and what ends too soon is ended.
 * A record counts only where all of it is whole, and only where it can be no part of another. Null where nothing in the text is
 * JSON.
 */
export function mendJson(bytes: Uint8Array): MendedJson | null {
  const exact = bytesToText(bytes)
  const text = exact ?? new TextDecoder('utf-8', { fatal: false }).decode(bytes)
  return createMender(text.replace(/^\ufeff/, ''), exact === null).mend()
}
