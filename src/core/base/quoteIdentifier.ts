/** The one way that a name gets into SQL: in double quotes, its own doubled (https://sqlite.org/lang_keywords.html). */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
