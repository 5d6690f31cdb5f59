/** A piece of SQL text: comments and spaces are not tokens. */
export interface SqlToken {
  readonly type: 'word' | 'name' | 'string' | 'number' | 'sign'
  /** As written. */
  readonly text: string
  /** The name or string meant, unquoted; for the other types the text itself. */
  readonly value: string
  readonly from: number
  readonly to: number
}

const PATTERN = new RegExp(
  [
    /(?<space>[ \t\n\f\r]+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/,
    /(?<string>[xX]?'(?:[^']|'')*')/,
    /(?<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])/,
    /(?<number>[0-9.]+(?:[eE][+-]?[0-9]+)?)/,
    /(?<word>[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*)/,
    /(?<sign>[\s\S])/,
  ]
    .map((part) => part.source)
    .join('|'),
  'y',
)

function unquoted(type: SqlToken['type'], text: string): string {
  if (type === 'string') return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text
  if (type !== 'name') return text
  const quote = text.charAt(0)
  const inner = text.slice(1, -1)
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote)
}

/** The tokens of SQL text (https://sqlite.org/lang_expr.html for strings, lang_keywords.html for quoted names). Never fails. */
export function readSqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = []
  PATTERN.lastIndex = 0
  for (let match = PATTERN.exec(sql); match; match = PATTERN.exec(sql)) {
    const groups = match.groups ?? {}
    const from = match.index
    if (groups.space !== undefined) continue
    const type = (['string', 'name', 'number', 'word', 'sign'] as const).find((name) => groups[name] !== undefined) ?? 'sign'
    tokens.push({ type, text: match[0], value: unquoted(type, match[0]), from, to: from + match[0].length })
  }
  return tokens
}

/** Whether the token is this keyword, in any case. */
export function isKeyword(token: SqlToken | undefined, keyword: string): boolean {
  return token?.type === 'word' && token.text.toUpperCase() === keyword
}

/** Splits tokens at a sign that stands outside all parentheses. */
export function splitTokens(tokens: readonly SqlToken[], sign: string): SqlToken[][] {
  const parts: SqlToken[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.text === '(') depth++
    if (token.text === ')') depth--
    if (depth === 0 && token.text === sign && token.type === 'sign') parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

/** The index of the parenthesis that closes the one at `open`; the last index when it is never closed. */
export function closingIndex(tokens: readonly SqlToken[], open: number): number {
  let depth = 0
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]?.text === '(') depth++
    if (tokens[i]?.text === ')' && --depth === 0) return i
  }
  return tokens.length - 1
}

/** A text as an SQL string literal, for CREATE statements, which take no bound values. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
