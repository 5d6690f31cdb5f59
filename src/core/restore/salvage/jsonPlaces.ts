import { createJsonLevels, type JsonLevel } from './jsonLevels'
import { createJsonValues, type JsonValues } from './jsonValues'

/** A damaged document, and what can be told of the places in it. */
export interface JsonPlaces extends JsonValues {
  readonly text: string
  charAfter(at: number): string
  /** A list that holds records, or nothing. */
  isListOfRecords(at: number): boolean
  /** How deep the place after a value is; see `createJsonLevels`. */
  levelAfter(end: number, inside: 'list' | 'object' | null): JsonLevel
  /** The end of a string that really is one, by what stands around it; -1 elsewhere. */
  skipSureString(at: number): number
  /** The end of something that stands in a list: the list goes on or ends after it, or the text does. -1 elsewhere. */
  skipItem(at: number): number
  /** Names that stand in records: lists of such a name are parts of records. */
  readonly names: Set<string>
}

export function createJsonPlaces(text: string, hasBadBytes: boolean): JsonPlaces {
  const values = createJsonValues(text, hasBadBytes)
  const { skipSpace, skipString, skipValue, charBefore } = values
  const charAfter = (at: number) => text[skipSpace(at)] ?? ''
  return {
    ...values,
    text,
    charAfter,
    isListOfRecords: (at) => text[at] === '[' && ['{', ']'].includes(charAfter(at + 1)),
    levelAfter: createJsonLevels(text, values, text[skipSpace(0)] ?? ''),
    skipSureString(at) {
      if (!['{', '[', ',', ':'].includes(charBefore(at))) return -1
      const end = skipString(at)
      return end > 0 && [':', ',', '}', ']'].includes(charAfter(end)) ? end : -1
    },
    skipItem(at) {
      const end = skipValue(at)
      if (end < 0) return -1
      const next = skipSpace(end)
      if (next >= text.length || text[next] === ',' || text[next] === ']') return end
      // what stands between two records may be broken itself
      if (text[at] === '{' && text[next] === '{') return end
      return text[at] === '{' && ['{', ']'].includes(charAfter(next + 1)) ? end : -1
    },
    names: new Set(),
  }
}
