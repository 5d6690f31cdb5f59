/** Spaces and comments before the first statement. */
const START = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*(?!!)[\s\S]*?\*\/)*/
/** How `sqlite3 .dump` begins: https://sqlite.org/cli.html#converting_an_entire_database_to_a_text_file */
const DUMP = /^PRAGMA foreign_keys\s*=\s*OFF;\s*(?:--[^\n]*\n\s*)*BEGIN( TRANSACTION)?;/i
const STATEMENT = /^(?:(?:PRAGMA|BEGIN|CREATE|INSERT|DROP|SET|START|USE|ALTER|DELETE|LOCK|SELECT|REPLACE|UPDATE)\s+\w|\/\*!)/i

/** Lines that only SQL has, wherever it begins: a dump whose first bytes went bad must not be taken for a table. */
const LINES = /^(?:CREATE TABLE|INSERT INTO)\s[^\n]*;[ \t\r]*$/im

/** What SQL text is: a dump that can be read, or why it cannot. */
export type DetectedSql = { readonly dump: true } | { readonly dump: false; readonly reason: string }

function makerOf(text: string): string | null {
  if (/^-- (MySQL|MariaDB) dump/m.test(text) || /\/\*!\d{5}|ENGINE\s*=\s*(InnoDB|MyISAM)/i.test(text)) return 'MySQL or MariaDB'
  if (/^-- PostgreSQL database dump/m.test(text) || /^COPY .* FROM stdin;/m.test(text)) return 'PostgreSQL'
  return null
}

/** Tells SQL from its beginning; null when it is none. Only what `sqlite3 .dump` writes can be read. */
export function detectSql(text: string): DetectedSql | null {
  const start = text.slice(START.exec(text)?.[0].length ?? 0)
  if (DUMP.test(start)) return { dump: true }
  const maker = makerOf(text.slice(0, 8192))
  if (maker) return { dump: false, reason: `It is a dump of ${maker}. Only dumps of SQLite can be read; open it in its own program and save the tables as CSV.` }
  const isSql = STATEMENT.test(start) && /;\s*($|\n|--)/.test(start)
  if (!isSql && !LINES.test(text)) return null
  return { dump: false, reason: 'It is SQL, but not as the command “sqlite3 .dump” writes it, so it cannot be told what it would do.' }
}
