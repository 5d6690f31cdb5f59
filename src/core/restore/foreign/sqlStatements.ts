/** Takes SQL text apart into statements as it streams by; each comes without its semicolon and the space around it. */
export interface StatementReader {
  /** The statements that the new text completes. */
  write(text: string): string[]
  /** What is left at the end without a semicolon: empty, unless the text broke off. */
  end(): string
  /** Characters of the statement that is not whole yet. */
  readonly pending: number
}

const COMMENTS = /--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\//g
const LEADING = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/
const TRIGGER = /^CREATE\s+(?:TEMP\s+|TEMPORARY\s+)?TRIGGER\b/i
/** What may hold a semicolon that ends nothing, and what ends it. */
const CLOSERS: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '[': ']', '--': '\n', '/*': '*/' }

/**
 * Starts reading. A statement ends at a semicolon outside quotes, brackets and comments; that of a trigger at the one
 * behind its END (https://sqlite.org/c3ref/complete.html).
 */
export function createStatementReader(): StatementReader {
  const next = /['"`[;]|--|\/\*/g
  let text = ''
  /** Where the current statement begins, and how far it was looked through. */
  let from = 0
  let at = 0
  /** The opener of what `at` is inside of. */
  let inside: string | null = null
  let lastSemicolon = -1
  /** Whether the current statement makes a trigger; null until its first semicolon. */
  let isTrigger: boolean | null = null

  function isWhole(semicolon: number): boolean {
    isTrigger ??= TRIGGER.test(text.slice(from, semicolon).replace(LEADING, ''))
    if (!isTrigger) return true
    const since = text.slice(lastSemicolon + 1, semicolon).replace(COMMENTS, ' ').trim()
    return lastSemicolon >= from && since.toUpperCase() === 'END'
  }

  /** Moves on to the next semicolon outside quotes; -1 when there is none yet. */
  function nextSemicolon(): number {
    for (;;) {
      if (inside !== null) {
        const closer = CLOSERS[inside] ?? inside
        const end = text.indexOf(closer, at)
        if (end === -1) {
          at = Math.max(at, text.length - closer.length + 1)
          return -1
        }
        at = end + closer.length
        inside = null
      }
      next.lastIndex = at
      const match = next.exec(text)
      if (!match) {
        // the last character may be half of an opener
        at = Math.max(at, text.length - 1)
        return -1
      }
      at = match.index + match[0].length
      if (match[0] === ';') return match.index
      inside = match[0]
    }
  }

  return {
    write(more) {
      text = text.slice(from) + more
      at -= from
      lastSemicolon -= from
      from = 0
      const statements: string[] = []
      for (let semicolon = nextSemicolon(); semicolon !== -1; semicolon = nextSemicolon()) {
        if (isWhole(semicolon)) {
          statements.push(text.slice(from, semicolon).replace(LEADING, '').trimEnd())
          from = at
          isTrigger = null
        }
        lastSemicolon = semicolon
      }
      return statements
    },
    end: () => text.slice(from).replace(LEADING, '').trim(),
    get pending() {
      return text.length - from
    },
  }
}
