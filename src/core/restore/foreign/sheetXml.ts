/** What the XML of a sheet holds that its values do not tell. */
export interface SheetXml {
  readonly formulas: number
  /** Formulas whose value was never stored. */
  readonly unvalued: number
  /** Cells that hold an error such as `#DIV/0!`. */
  readonly errors: number
  readonly merged: number
}

const ROWS = 1_048_576
const COLUMNS = 16_384
/** Cells that the area of a sheet may have, empty ones counted: a reader lays all of them out. */
const MAX_AREA = 40_000_000

const ATTRIBUTES = /((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*/.source
const TAG = new RegExp(`<(?:[\\w.-]+:)?(row|c)(?=[\\s/>])(?:${ATTRIBUTES}(/?)>)?`, 'g')
const PLACE = /\sr\s*=\s*(?:"([^"]*)"|'([^']*)')/

function columnOf(letters: string): number {
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column
}

/** How far the rows and cells reach; null for places that no sheet has. */
function areaOf(xml: string): { rows: number; columns: number } | null {
  let rows = 0
  let columns = 0
  for (const match of xml.matchAll(TAG)) {
    const [, tag, attributes] = match
    if (attributes === undefined) return null
    const place = PLACE.exec(attributes)
    const text = place?.[1] ?? place?.[2]
    if (text === undefined) {
      rows++
      continue
    }
    const parts = tag === 'row' ? /^()([0-9]{1,7})$/.exec(text) : /^([A-Z]{1,3})([0-9]{1,7})$/.exec(text)
    if (!parts) return null
    rows = Math.max(rows, Number(parts[2]))
    columns = Math.max(columns, columnOf(parts[1] ?? ''))
  }
  return { rows, columns }
}

const count = (xml: string, pattern: RegExp) => {
  let found = 0
  for (const match of xml.matchAll(pattern)) if (match[0] !== '') found++
  return found
}

/**
 * Looks through the XML of a sheet before any reader lays it out: a file of a few bytes can name a cell at the far end.
 * `too-large` for areas that no memory holds, `malformed` for places that no sheet has.
 */
export function checkSheetXml(xml: string): SheetXml | 'too-large' | 'malformed' {
  const area = areaOf(xml)
  if (!area || area.rows > ROWS || area.columns > COLUMNS) return 'malformed'
  if (area.rows * area.columns > MAX_AREA) return 'too-large'
  // no pattern may look past the next tag, nor have two ways to take the same spaces: a file can be made of near matches
  return {
    formulas: count(xml, /<(?:[\w.-]+:)?f[\s/>]/g),
    unvalued: count(xml, /(?:<\/(?:[\w.-]+:)?f>|<(?:[\w.-]+:)?f(?:\s[^<>]*)?\/>)\s*(?:(?:<(?:[\w.-]+:)?v\s*\/>|<(?:[\w.-]+:)?v>\s*<\/(?:[\w.-]+:)?v>)\s*)?<\/(?:[\w.-]+:)?c>/g),
    errors: count(xml, /<(?:[\w.-]+:)?c\s[^<>]*\bt\s*=\s*["']e["']/g),
    merged: count(xml, /<(?:[\w.-]+:)?mergeCell\s/g),
  }
}
