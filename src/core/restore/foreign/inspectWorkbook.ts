import { bytesToText } from '../../base/bytes'
import type { Work } from '../../base/progress'
import type { Compression } from '../../backup/compression'
import { collectStream } from '../../backup/readBackup'
import type { SqlEngine } from '../../book/sqlEngine'
import { errorFinding } from '../failureToFinding'
import { textAt } from '../fileBytes'
import type { FileContents } from '../fileContents'
import { unusable, type ContentOutcome } from '../inspectDatabase'
import type { Finding, FindingCode } from '../inspection'
import type { ForeignSource, ForeignValue } from './foreignSource'
import { inspectForeignTables, unpackingOutcome } from './inspectForeign'
import { excelDateToValue } from './excelDate'
import { writeOutNumbered } from './numberedCharacters'
import { isInt64 } from './numberText'
import { checkSheetXml, type SheetXml } from './sheetXml'
import { describeParts, sheetSource, type Sheet } from './sheetSource'
import { readZipEntries, unzipEntry, writeStoredZip, type ZipEntry } from './zipFile'

/** Bytes of the file, and of what is unpacked of it: all of it is held at once. */
const MAX_FILE = 256 * 1024 * 1024
const MAX_XML = 384 * 1024 * 1024

/** Whether the name of a part of a workbook stands somewhere in the bytes. */
function hasSheetName(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x78); at !== -1; at = bytes.indexOf(0x78, at + 1)) if (textAt(bytes, at, 14) === 'xl/worksheets/' || textAt(bytes, at, 12) === 'xl/workbook.') return true
  return false
}

/** What reading a workbook needs from the platform. */
export interface WorkbookDeps {
  readonly engine: SqlEngine
  readonly compression: Compression
}

const damaged = (code: FindingCode, detail: string): ContentOutcome => unusable('damaged', 'xlsx', [errorFinding(code, detail)])
const refused = (code: FindingCode, detail: string): ContentOutcome => unusable('not-a-backup', null, [errorFinding(code, detail)])

/** The files that hold values: sheets, shared texts, formats, and how they belong together. */
function isNeeded({ name }: ZipEntry): boolean {
  return /^xl\/.*\.xml(\.rels)?$/i.test(name) && !/^xl\/(theme|drawings|charts|comments|threadedComments|persons|media|printerSettings|pivot|calcChain|tables|queryTables|ctrlProps|externalLinks)/i.test(name)
}

interface UnpackedFile {
  readonly entry: ZipEntry
  readonly bytes: Uint8Array
}

/** Unpacks what is needed, each file checked by its sum. */
async function unpackNeeded(compression: Compression, bytes: Uint8Array, entries: readonly ZipEntry[]): Promise<UnpackedFile[] | ContentOutcome> {
  const needed = entries.filter(isNeeded)
  if (needed.some((entry) => entry.encrypted)) return refused('not-a-backup', 'It is locked with a password of the zip kind.')
  if (needed.reduce((sum, { size }) => sum + size, 0) > MAX_XML) {
    return refused('decompression-too-large', 'The workbook unpacks to more than can be taken in here; save its sheets as CSV.')
  }
  const files: UnpackedFile[] = []
  for (const entry of needed) {
    const unpacked = await unzipEntry(compression, bytes, entry)
    if (!unpacked) return damaged('decompression-failed', 'A part of the workbook cannot be unpacked, or is not what was packed.')
    files.push({ entry, bytes: writeOutNumbered(unpacked) })
  }
  return files
}

/** Looks through the sheets' XML before it is read. */
function checkSheets(files: readonly UnpackedFile[]): SheetXml | ContentOutcome {
  const sum = { formulas: 0, unvalued: 0, errors: 0, merged: 0 }
  for (const { bytes } of files) {
    const xml = bytesToText(bytes)
    if (xml === null) return damaged('corrupt', 'A part of the workbook is no text.')
    const sheet = checkSheetXml(xml)
    if (sheet === 'malformed') return damaged('corrupt', 'A sheet has cells in places that no sheet has.')
    if (sheet === 'too-large') return refused('too-large', 'A sheet reaches further than can be taken in here; save it as CSV.')
    for (const key of ['formulas', 'unvalued', 'errors', 'merged'] as const) sum[key] += sheet[key]
  }
  return sum
}

function describeCells({ formulas, unvalued, errors, merged }: SheetXml, strangeDates: number): Finding[] {
  const finding = (severity: Finding['severity'], words: string, cells: number): Finding[] =>
    cells === 0 ? [] : [{ code: 'not-carried', severity, detail: `${words}: ${cells} ${cells === 1 ? 'cell' : 'cells'}.` }]
  return [
    ...finding('info', 'Formulas come as the values that they last had', formulas - unvalued),
    ...finding('warning', 'Formulas whose value is not in the file come empty', unvalued),
    ...finding('warning', 'Cells that hold an error come empty', errors),
    ...finding('warning', 'Dates that do not exist come empty', strangeDates),
    ...finding('info', 'Of merged cells the value stands in the first', merged),
  ]
}

interface ReadSheets {
  readonly sheets: readonly Sheet[]
  readonly strangeDates: number
}

/** Hands the checked files to the library. It is fetched only here; null when the XML is not what it should be. */
async function readSheets(files: readonly UnpackedFile[]): Promise<ReadSheets | null> {
  const { default: readXlsxFile } = await import('read-excel-file/universal')
  let broken = false
  let strangeDates = 0
  const parseNumber = (text: string): ForeignValue => {
    const value = Number(text)
    if (!Number.isFinite(value)) broken = true
    // numbers of a workbook are doubles, often written with more digits than they have
    return { number: isInt64(text) ? text : String(value) }
  }
  const toValue = (cell: unknown): ForeignValue => {
    if (!(cell instanceof Date)) return cell as ForeignValue
    const value = excelDateToValue(cell)
    if (value === null) strangeDates++
    return value
  }
  try {
    const read = await readXlsxFile(writeStoredZip(files).buffer, { trim: false, parseNumber })
    const sheets = read.map(({ sheet, data }): Sheet => ({ name: sheet, rows: data.map((row) => row.map(toValue)) }))
    return broken ? null : { sheets, strangeDates }
  } catch (error) {
    // its bytes are those that were packed, so whatever the library throws is about what they say; it has no one type for that
    if (error instanceof Error && !(error instanceof RangeError)) return null
    throw error
  }
}

/** Opens a workbook (ECMA-376, .xlsx) as a source: each sheet is a table. Null for any other zip file. */
export async function openWorkbook(compression: Compression, contents: FileContents): Promise<ForeignSource | ContentOutcome | null> {
  const tooLarge = refused('too-large', 'The workbook is larger than can be taken in here; save its sheets as CSV.')
  if ((contents.size ?? 0) > MAX_FILE) return tooLarge
  const reading = contents.read()
  if (!reading.ok) return unpackingOutcome(reading.failure)
  const bytes = await collectStream(reading.value.chunks)
  const unpacked = reading.value.outcome()
  if (!unpacked.ok) return unpackingOutcome(unpacked.failure)
  if (bytes.length > MAX_FILE) return tooLarge
  const entries = readZipEntries(bytes)
  if (!entries) {
    // what kind of zip file it was to be can only be told from the names that are left
    const isWorkbook = hasSheetName(bytes)
    return isWorkbook ? damaged('truncated', 'The directory at the end of the workbook is missing or broken.') : null
  }
  if (!entries.some(({ name }) => name === 'xl/workbook.xml')) return null
  const files = await unpackNeeded(compression, bytes, entries)
  if (!Array.isArray(files)) return files
  const cells = checkSheets(files)
  if ('verdict' in cells) return cells
  const read = await readSheets(files)
  if (!read) return damaged('corrupt', 'The sheets of the workbook cannot be read.')
  return sheetSource(read.sheets, [...describeCells(cells, read.strangeDates), ...describeParts(entries.map(({ name }) => name))])
}

/** Reads a workbook into a database of its own. Null for any other zip file. */
export async function inspectWorkbook(deps: WorkbookDeps, contents: FileContents, work: Work): Promise<ContentOutcome | null> {
  const source = await openWorkbook(deps.compression, contents)
  if (!source || 'verdict' in source) return source
  const kind = { verdict: 'foreign-tables', format: 'xlsx', otherwise: 'It is a workbook that cannot be taken in.' } as const
  return inspectForeignTables(deps.engine, source, kind, () => null, work)
}
