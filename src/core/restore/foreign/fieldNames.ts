import { isDate, isDateTime } from './dateText'

/** Whether a row can be the names of the fields below it: words, each once, hardly one missing. */
export function isHeaderRow(cells: readonly string[]): boolean {
  const names = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const isValue = (cell: string) => /^[-+]?[0-9]+([.,][0-9]+)*%?$/.test(cell) || isDate(cell) || isDateTime(cell)
  return names.length > 0 && names.length * 2 >= cells.length && !names.some(isValue) && new Set(names).size === names.length
}

/** The name of a table that a file is, from the file's own: without folders and endings. */
export function tableNameOf(fileName: string): string {
  const name = fileName.replace(/^.*[/\\]/, '').replace(/(\.(csv|tsv|tab|txt|xlsx|json|gz|tgz|tar|age))+$/i, '').trim()
  return name === '' ? 'records' : name
}

/** The names of the columns of a sheet: A, B, … Z, AA. */
export function columnLetters(index: number): string {
  return (index >= 26 ? columnLetters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))
}
