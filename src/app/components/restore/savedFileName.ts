/** What no file system takes in a name, and what would make a mess of a folder. */
const AWKWARD = /[^\p{L}\p{N}_.-]+/gu
const LONGEST = 120

const plain = (text: string) => text.replace(AWKWARD, '_').replace(/^[_.]+|[_.]+$/g, '').slice(0, LONGEST) || 'copy'

/** A file name from words that people gave: `plainFileName('Corner shop', 'db')` is `Corner_shop.db`. An ending that the words have already is replaced. */
export function plainFileName(words: string, ending: string): string {
  return `${plain(words.replace(/(\.(db|sqlite3?|json|gz|age|csv|xlsx|sql|tar))+$/i, ''))}.${ending}`
}

/** The name of a table's CSV file, beside the name of what it is from. */
export function csvFileName(words: string, table: string): string {
  return `${plainFileName(words, 'x').slice(0, -2)}_${plain(table)}.csv`
}
