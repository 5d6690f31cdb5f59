/** How a file of separated values is laid out. */
export interface CsvLayout {
  readonly delimiter: ',' | ';' | '\t' | '|'
  readonly newline: '\n' | '\r\n' | '\r'
  /** Lines end in more than one way: then a `\r` before a `\n` belongs to the end of the line. */
  readonly mixed: boolean
}

const DELIMITERS = [',', ';', '\t', '|'] as const
const HEADER_CELL = 120
/** Share of lines that must be as wide as the first. */
const CONSISTENT = 0.9
/** Marks of this app's own JSON, which must not be taken for anything else when a byte of it went bad. */
const OWN = /"formatVersion"|nightsafe-backup/

/** The first line with which spreadsheets tell each other the delimiter; it is no row. */
const DELIMITER_LINE = /^sep=([,;\t|])(?:\r\n?|\n)/i

interface Sample {
  readonly first: readonly string[]
  readonly widths: readonly number[]
  /** Spaces behind delimiters outside quotes, as in a sentence. */
  readonly spaced: number
  readonly newlines: ReadonlySet<string>
}

/** Splits the beginning of a text into lines of cells, quotes heeded, and keeps only what is needed to judge it. */
function sampleLines(text: string, delimiter: string, complete: boolean): Sample {
  const widths: number[] = []
  const newlines = new Set<string>()
  const first: string[] = []
  let width = 1
  let spaced = 0
  let cell = 0
  const endCell = (at: number) => {
    if (widths.length === 0) first.push(text.slice(cell, at))
  }
  let at = 0
  while (at < text.length) {
    const char = text.charAt(at)
    if (char === '"' && at === cell) {
      at++
      for (at = text.indexOf('"', at); at !== -1 && text.charAt(at + 1) === '"'; at = text.indexOf('"', at + 2));
      // an open quote at the end of the sample: its line is not whole
      if (at === -1) return { first, widths, spaced, newlines }
    } else if (char === delimiter) {
      endCell(at)
      width++
      cell = at + 1
      if (text.charAt(at + 1) === ' ') spaced++
    } else if (char === '\n' || char === '\r') {
      const newline = char === '\r' && text.charAt(at + 1) === '\n' ? '\r\n' : char
      newlines.add(newline)
      const empty = width === 1 && at === cell
      endCell(at)
      if (!empty) widths.push(width)
      else if (widths.length === 0) first.length = 0
      at += newline.length - 1
      width = 1
      cell = at + 1
    }
    at++
  }
  if (complete && cell < text.length) {
    endCell(text.length)
    widths.push(width)
  }
  return { first, widths, spaced, newlines }
}

function isHeaderLike(first: readonly string[]): boolean {
  const filled = first.filter((cell) => cell.trim() !== '')
  return filled.length * 2 >= first.length && first.every((cell) => cell.length <= HEADER_CELL && !/[\r\n]/.test(cell))
}

function isTable({ first, widths, spaced }: Sample, delimiter: string): boolean {
  const width = first.length
  if (width < 2 || widths.length < 2 || !isHeaderLike(first)) return false
  const same = widths.filter((other) => other === width).length
  // a short file may have one line cut off, which is for its reader to say
  if (same < 2 || (widths.length - same > 1 && same < widths.length * CONSISTENT)) return false
  // a letter has commas, too, each with a space behind it
  return delimiter === '\t' || widths.length > 5 || spaced * 2 <= widths.reduce((sum, other) => sum + other - 1, 0)
}

/**
 * Whether a text is a table of separated values, told from its first lines: at least two lines of at least two cells,
 * nearly all equally wide. `complete` says that the text is the whole file. A text of one column says nothing of being a
 * table, and is none. A first line that only names the delimiter is heeded.
 */
export function detectCsv(text: string, complete: boolean): CsvLayout | null {
  if (OWN.test(text) || /^\s*</.test(text)) return null
  const told = DELIMITER_LINE.exec(text)
  let best: CsvLayout | null = null
  let bestWidth = 1
  for (const delimiter of DELIMITERS) {
    if (told && told[1] !== delimiter) continue
    const sample = sampleLines(text.slice(told?.[0].length ?? 0), delimiter, complete)
    if (!isTable(sample, delimiter) || sample.first.length <= bestWidth) continue
    // the ruler below the head of a table in a text document
    if (delimiter === '|' && /\n[\s|:-]*-[\s|:-]*\n/.test(text.slice(0, 2000))) continue
    const { newlines } = sample
    bestWidth = sample.first.length
    best = { delimiter, newline: newlines.size > 1 ? '\n' : newlines.has('\r\n') ? '\r\n' : newlines.has('\r') ? '\r' : '\n', mixed: newlines.size > 1 }
  }
  return best
}
