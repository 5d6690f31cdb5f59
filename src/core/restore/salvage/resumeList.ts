import type { JsonPlaces } from './jsonPlaces'
import type { JsonShapes } from './jsonShapes'
import type { JsonLabel } from './jsonValues'

/** Where a list goes on after a broken place. */
export interface ResumedList {
  /** Its next whole record, or the bracket that ends it, or with `ends` the first thing that is not its own any more. */
  readonly at: number
  /** Its end is lost. */
  readonly ends: boolean
}

/** Brackets that are open, as far as is seen, where something is nested in a record of the list. */
const NESTED = 2
const RUN = 3
/** What stands before the first record of a list whose bracket is broken. */
const LOST_BRACKET = /":\s*[^\s,{}[\]":]\s*$/

/**
 * Finds where a list goes on after a broken place: at its next whole record, or at its end, which may be lost: then what
 * follows is another list's. What closes behind a place tells how deep it is; where that is broken too, the brackets since the
 * broken place and the fields of the records do. What may be nested in a record is no record: better lose one than make one up.
 */
export function resumeList(places: JsonPlaces, shapes: JsonShapes, broken: number, endsFrom: number, isAlone: boolean): ResumedList {
  const { text, skipValue, skipItem, skipSureString, charBefore, levelAfter, label, isListOfRecords, skipSpace, charAfter, names } = places
  // the broken place begins with a record, whose own bracket may be what is broken
  let open = 1
  let at = broken + 1

  /** Whether the document seems to end where what is nested in a broken record may have been cut. */
  const isNearEnd = (end: number) => text.length - end <= 2 * (end - broken)

  const isOtherName = (member: JsonLabel | null) => member !== null && !names.has(member.name)

  function isListEnd(): boolean {
    const { lists, isSure } = levelAfter(at + 1, null)
    if (lists > 0) return false
    const next = skipSpace(at + 1)
    const member = text[next] === ',' ? label(skipSpace(next + 1)) : null
    if (isSure) return !isNearEnd(at) || (open < NESTED && !(member && names.has(member.name)))
    if (open >= NESTED && (shapes.isEmpty() || !isAlone)) return false
    // at the end of the text, the bracket of a list that is inside an object is rather one inside a record that was cut
    if (next >= text.length) return isAlone
    if (text[next] === '}') {
      const after = skipSpace(next + 1)
      return after >= text.length || text[after] === '}' || (text[after] === ',' && isOtherName(label(skipSpace(after + 1))))
    }
    return member !== null && isOtherName(member) && (open < 1 || isListOfRecords(member.value))
  }

  /** Whether a list after a broken place is another one beside this, and not one inside a record of it. */
  function isOtherList(from: number, name: string | null): boolean {
    if (!isListOfRecords(from) || isAlone || (name !== null && names.has(name))) return false
    const end = skipValue(from)
    if (end < 0) return open < 1 && name !== null && !shapes.isEmpty()
    const { lists, isSure } = levelAfter(end, null)
    if (lists > 0) return false
    return isSure ? open < 1 || !isNearEnd(end) : open < 1 && !shapes.isEmpty()
  }

  /** Several in a row that are just like the records before: the brackets that say otherwise may be the broken ones. */
  function isRun(from: number): boolean {
    let next = from
    for (let i = 0; i < RUN; i++) {
      const end = text[next] === '{' ? skipItem(next) : -1
      if (end < 0 || !shapes.isSame(text.slice(next, end))) return false
      next = skipSpace(skipSpace(end) + 1)
    }
    return true
  }

  function lookAtRecord(end: number): ResumedList | null {
    const next = charAfter(end)
    const following = charAfter(skipSpace(end) + 1)
    // records follow records; before a name, it was the value of another
    if (skipItem(at) < 0 || (next === ',' && following === '"')) return null
    const record = text.slice(at, end)
    const { lists, isSure } = levelAfter(end, 'list')
    if (lists > 1) return null
    const inner = isSure ? open >= NESTED && isNearEnd(end) : open > 0
    if (shapes.isEmpty()) return inner ? null : { at, ends: false }
    // behind a long stretch it may be another list's that is a little alike
    const isOwn = at < endsFrom || isAlone ? (isAlone && isSure) || shapes.isAlike(record) : shapes.isSame(record)
    if (inner ? !isSure && isRun(at) : isOwn) return { at, ends: false }
    const isLoose = next === ']' || next === '' || following === '{'
    return !inner && !isAlone && isLoose && at >= endsFrom ? { at, ends: true } : null
  }

  while (at < text.length) {
    const char = text[at]
    if (char === '"') {
      const member = label(at)
      if (member && text[member.value] === '[' && isOtherList(member.value, member.name)) return { at, ends: true }
      at = Math.max(at + 1, member ? member.value : skipSureString(at))
    } else if (char === '[' || char === '{') {
      const before = charBefore(at)
      if (char === '[' && before !== ':' && isOtherList(at, null)) return { at, ends: true }
      const end = skipValue(at)
      // what follows a colon or opens a list is no further record of this one
      const lostBracket = char === '{' && LOST_BRACKET.test(text.slice(Math.max(0, at - 12), at))
      const found = char === '{' && end > 0 && before !== ':' && before !== '[' && !lostBracket ? lookAtRecord(end) : null
      if (found) return found
      if (end < 0) open++
      if (lostBracket) open++
      at = end < 0 ? at + 1 : end
    } else {
      if (char === ']' && isListEnd()) return { at, ends: false }
      if (char === ']' || char === '}') open--
      at++
    }
  }
  return { at: text.length, ends: false }
}
