/**
 * Cells as tab-separated text, the form in which spreadsheets put ranges on the clipboard. A cell with a tab, a line
 * break or a quote at its start is quoted, quotes inside it are doubled. `readTsv` gives the very cells back.
 */
export function writeTsv(rows: readonly (readonly string[])[]): string {
  const text = rows.map((row) => row.map(writeCell).join('\t')).join('\n')
  // the last line break belongs to the last row: an empty last row needs one of its own
  const last = rows.at(-1)
  return rows.length > 1 && last?.length === 1 && last[0] === '' ? `${text}\n` : text
}

const writeCell = (cell: string) => (/[\t\n\r]|^"/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/**
 * Tab-separated text as rows of cells. A cell that begins with a quote and has no fitting end is taken as it stands:
 * spreadsheets do not quote `"so" he said`.
 */
export function readTsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let at = 0
  for (;;) {
    const cell = readQuoted(text, at) ?? readPlain(text, at)
    rows.at(-1)?.push(cell.text)
    at = cell.end
    if (at >= text.length) return rows
    if (text[at] === '\t') {
      at++
      continue
    }
    at += text.startsWith('\r\n', at) ? 2 : 1
    // a line break at the very end only ends the last row
    if (at >= text.length) return rows
    rows.push([])
  }
}

interface CellAt {
  readonly text: string
  /** Where the tab or line break after it stands. */
  readonly end: number
}

const isEnd = (char: string | undefined) => char === undefined || char === '\t' || char === '\n' || char === '\r'

function readPlain(text: string, from: number): CellAt {
  let end = from
  while (!isEnd(text[end])) end++
  return { text: text.slice(from, end), end }
}

function readQuoted(text: string, from: number): CellAt | null {
  if (text[from] !== '"') return null
  let content = ''
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return null
    content += text.slice(at, quote)
    if (text[quote + 1] !== '"') return isEnd(text[quote + 1]) ? { text: content, end: quote + 1 } : null
    content += '"'
    at = quote + 2
  }
}
