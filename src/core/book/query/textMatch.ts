import type { SqlTerm } from './sqlTerm'

/** Where in a text another one must stand. */
export type Place = 'anywhere' | 'start' | 'end' | 'whole'

/** SQLite refuses patterns of more than 50,000 bytes; a letter may take several in a pattern. */
const MAX_LIKE = 5_000
const MAX_GLOB = 2_000

/** The forms of a letter that stand for each other: itself, its capital and its small letter, where those are one letter. */
function formsOf(char: string): string[] {
  const upper = char.toUpperCase()
  const forms = [char, char.toLowerCase(), upper, upper.toLowerCase()].filter((form) => [...form].length === 1)
  // the small sigma of the end of a word has no capital of its own
  if (forms.includes('σ')) forms.push('ς')
  return [...new Set(forms)]
}

function globOf(char: string): string {
  const forms = formsOf(char)
  return forms.length > 1 || '*?['.includes(char) ? `[${forms.join('')}]` : char
}

/**
 * How a text is looked for without regard to case: with LIKE, which knows the case of ASCII letters only, or with GLOB
 * and every form of each letter where there are others; null when it is too long for a pattern.
 */
function patternOf(text: string, place: Place): { isAscii: boolean; pattern: string } | null {
  const before = place === 'anywhere' || place === 'end'
  const after = place === 'anywhere' || place === 'start'
  const isAscii = [...text].every((char) => char < '\u0080')
  if (text.length > (isAscii ? MAX_LIKE : MAX_GLOB)) return null
  if (isAscii) return { isAscii, pattern: `${before ? '%' : ''}${text.replace(/[\\%_]/g, '\\$&')}${after ? '%' : ''}` }
  return { isAscii, pattern: `${before ? '*' : ''}${[...text].map(globOf).join('')}${after ? '*' : ''}` }
}

/** What is too long for a pattern is compared as it is. */
function exactly(expression: string, text: string, place: Place, parameter: string): string {
  switch (place) {
    case 'anywhere':
      return `instr(${expression}, ${parameter}) > 0`
    case 'start':
      return `substr(${expression}, 1, ${[...text].length}) = ${parameter}`
    case 'end':
      return `substr(${expression}, -${[...text].length}) = ${parameter}`
    case 'whole':
      return `${expression} = ${parameter}`
  }
}

/**
 * SQL condition that a text stands in the value of an expression, without regard to case; not true of NULL. `parameter`
 * is where its one value goes, so that several expressions can share it.
 */
export function textMatch(expression: string, text: string, place: Place, parameter = '?'): SqlTerm {
  const found = patternOf(text, place)
  if (!found) return { sql: exactly(expression, text, place, parameter), params: [text] }
  return { sql: found.isAscii ? `${expression} LIKE ${parameter} ESCAPE '\\'` : `${expression} GLOB ${parameter}`, params: [found.pattern] }
}
