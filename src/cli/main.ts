import { join, resolve } from 'node:path'
import { cac } from 'cac'
import type { Failure } from '../core/base/failure'
import type { Result } from '../core/base/result'
import { describeFailure } from '../core/base/failureTexts'
import type { Inspection } from '../core/restore/inspection'
import { differenceToLines } from './describeDifference'
import { isAllSame } from '../core/restore/difference/isDifferent'
import { salvageToLines } from './describeSalvage'
import { exportedToLines, leftOutToLines } from './describeExported'
import { failureToLines, inspectionToJson, inspectionToLines } from './describeInspection'
import { listFolder, pruneFolder, type FolderAnswer } from './folderCommands'
import { EXIT, EXIT_TEXTS, failureToExit, inspectionToExit, verificationToExit, type ExitCode } from './exitCodes'
import { emptyInspection } from './inspectTask'
import { runTask } from './runTask'
import { readPassphraseFile } from './readPassphraseFile'
import type { GivenWith, Task, TaskResult } from './task'

/** A command line that asks for nothing that can be done. */
class UsageError extends Error {
  override readonly name = 'CACError'
}

interface Options {
  readonly json?: boolean
  readonly force?: boolean
  readonly keepSecrets?: boolean
  readonly timeLimit?: unknown
  readonly passphraseFile?: string | number
  readonly entry?: string | number
  readonly csv?: string | number
  readonly table?: string | number
  readonly dryRun?: boolean
  readonly delete?: boolean
}

const CODES: Record<string, readonly ExitCode[]> = {
  inspect: [EXIT.good, EXIT.defect, EXIT.usage, EXIT.unreadable, EXIT.passphrase],
  verify: [EXIT.good, EXIT.defect, EXIT.usage, EXIT.unreadable, EXIT.passphrase, EXIT.checksFailed],
  digest: [EXIT.good, EXIT.defect, EXIT.usage, EXIT.unreadable, EXIT.passphrase, EXIT.checksFailed],
  convert: [EXIT.good, EXIT.defect, EXIT.usage, EXIT.unreadable, EXIT.passphrase, EXIT.checksFailed, EXIT.noRoom],
  diff: [EXIT.good, EXIT.defect, EXIT.usage, EXIT.unreadable, EXIT.passphrase, EXIT.checksFailed, EXIT.noRoom],
  salvage: [EXIT.good, EXIT.defect, EXIT.usage, EXIT.unreadable, EXIT.passphrase, EXIT.checksFailed, EXIT.noRoom],
  list: [EXIT.good, EXIT.defect, EXIT.usage, EXIT.unreadable],
  prune: [EXIT.good, EXIT.defect, EXIT.usage, EXIT.unreadable],
}

const print = (lines: readonly string[]) => process.stdout.write(`${lines.join('\n')}\n`)
const printJson = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)
const complain = (lines: readonly string[]) => process.stderr.write(`${lines.join('\n')}\n`)

function failed(failure: Failure): ExitCode {
  complain(failureToLines(failure))
  return failureToExit(failure)
}

function toSeconds(option: unknown): number | null {
  if (option === undefined) return null
  if (typeof option === 'number' && option > 0) return option
  throw new UsageError('The time limit is a number of seconds.')
}

async function toGiven({ passphraseFile, entry }: Options): Promise<GivenWith> {
  const read = passphraseFile === undefined ? null : await readPassphraseFile(resolve(String(passphraseFile)))
  if (read && !read.ok) throw new UsageError(read.failure)
  return { passphrase: read?.value ?? null, entry: entry === undefined ? null : String(entry) }
}

async function inspect(file: string, options: Options): Promise<Inspection> {
  const path = resolve(String(file))
  const result = await runTask({ type: 'inspect', path, given: await toGiven(options) }, toSeconds(options.timeLimit))
  if (result.type === 'inspected') return result.inspection
  if (result.type === 'failed') return emptyInspection(path, 'damaged', 'time-limit', describeFailure(result.failure).detail)
  throw new Error('an inspection gives an inspection')
}

function show(inspection: Inspection, options: Options): void {
  if (options.json) printJson(inspectionToJson(inspection))
  else print(inspectionToLines(inspection))
}

async function digest(file: string, options: Options): Promise<ExitCode> {
  const inspection = await inspect(file, options)
  const exit = verificationToExit(inspection)
  if (exit === EXIT.good && inspection.contentDigest !== null) {
    if (options.json) printJson({ contentDigest: inspection.contentDigest })
    else print([inspection.contentDigest])
  } else complain(inspectionToLines(inspection))
  return exit
}

function showExported({ files, leftOut }: Extract<TaskResult, { type: 'exported' }>, options: Options): ExitCode {
  if (options.json) printJson({ files, fieldsLeftOut: leftOut })
  else print([...exportedToLines(files), ...leftOutToLines(leftOut)])
  return EXIT.good
}

async function convert(from: string, to: string, options: Options): Promise<ExitCode> {
  const given = await toGiven(options)
  const { table } = options
  // resolving takes the slash away, which says that a folder is meant
  const place = /[/\\]$/.test(String(to)) ? join(resolve(String(to)), '/') : resolve(String(to))
  const asked = { force: options.force === true, keepSecrets: options.keepSecrets === true, table: table === undefined ? null : String(table) }
  const task: Task = { type: 'convert', given, from: resolve(String(from)), to: place, ...asked }
  const result = await runTask(task, toSeconds(options.timeLimit))
  if (result.type === 'misused') throw new UsageError(result.reason)
  if (result.type === 'failed') return failed(result.failure)
  if (result.type === 'exported') return showExported(result, options)
  if (result.type !== 'converted') throw new Error('a conversion gives a conversion')
  const { path, size, contentDigest, leftOut } = result
  if (options.json) printJson({ path, size, contentDigest, fieldsLeftOut: leftOut })
  else print([`Written, read back and compared: ${path}`, `Content digest ${contentDigest}`, ...leftOutToLines(leftOut)])
  return EXIT.good
}

async function diff(here: string, other: string, options: Options): Promise<ExitCode> {
  const { csv, table } = options
  const given = await toGiven(options)
  const files = { here: resolve(String(here)), other: resolve(String(other)), csv: csv === undefined ? null : resolve(String(csv)) }
  const result = await runTask({ type: 'diff', given, ...files, table: table === undefined ? null : String(table), force: options.force === true }, toSeconds(options.timeLimit))
  if (result.type === 'misused') throw new UsageError(result.reason)
  if (result.type === 'failed') return failed(result.failure)
  if (result.type !== 'compared') throw new Error('a comparison gives a comparison')
  if (options.json) printJson({ same: isAllSame(result.summary), ...result.summary })
  else print([...differenceToLines(result.summary), ...(result.csv ? [`The differing records of ${result.csv.table} are in ${result.csv.path}`] : [])])
  return EXIT.good
}

async function salvage(from: string, to: string, options: Options): Promise<ExitCode> {
  const given = await toGiven(options)
  const task: Task = { type: 'salvage', given, from: resolve(String(from)), to: resolve(String(to)), force: options.force === true }
  const result = await runTask(task, toSeconds(options.timeLimit))
  if (result.type === 'misused') throw new UsageError(result.reason)
  if (result.type === 'failed') return failed(result.failure)
  if (result.type !== 'salvaged') throw new Error('salvaging gives what was salvaged')
  const { path, size, contentDigest, report } = result
  if (options.json) printJson({ path, size, contentDigest, ...report })
  else print([...salvageToLines(report), '', `Written, read back and compared: ${path}`])
  return EXIT.good
}

function answer(result: Result<FolderAnswer, Failure>, options: Options): ExitCode {
  if (!result.ok) return failed(result.failure)
  if (options.json) printJson(result.value.json)
  else print(result.value.lines)
  return EXIT.good
}

async function prune(folder: string, options: Options): Promise<ExitCode> {
  if (options.dryRun === options.delete) throw new UsageError('Say --dry-run to see what would go, or --delete to let it go.')
  return answer(await pruneFolder(String(folder), options.delete === true, (path) => inspect(path, options)), options)
}

const ENTRY = ['--entry <name>', 'Which database of an archive that holds several'] as const

function createCommandLine() {
  const cli = cac('nightsafe')
  cli.option('--time-limit <seconds>', 'Stop after this long computing (default: 10, and 1 for each megabyte)')
  cli.option('--passphrase-file <file>', 'A file with the passphrase of encrypted backups, in its first line')
  cli.command('inspect <file>', 'Tell what a file is, what is in it, and what was noticed').option('--json', 'Print one JSON object').option(...ENTRY)
    .action(async (file: string, options: Options) => {
      const inspection = await inspect(file, options)
      show(inspection, options)
      return inspectionToExit(inspection)
    })
  cli.command('verify <file>', 'Check a file as a restore would, to the last byte').option('--json', 'Print one JSON object').option(...ENTRY)
    .action(async (file: string, options: Options) => {
      const inspection = await inspect(file, options)
      show(inspection, options)
      return verificationToExit(inspection)
    })
  cli.command('digest <file>', 'Print the content digest of a file').option('--json', 'Print one JSON object').option(...ENTRY).action(digest)
  cli.command('convert <in> <out>', 'Write a file anew, as .json, .db, .json.gz or .db.gz by its name (.age after it encrypts), or its tables as .csv').option('--json', 'Print one JSON object').option(...ENTRY)
    .option('--force', 'Replace a file that has the new name already')
    .option('--keep-secrets', 'Keep the fields that look secret (password, token …) when converting a file of another program')
    .option('--table <name>', 'The table for a .csv; a folder (a name with a slash at its end) takes all of them')
    .example('nightsafe convert shop.db shop.json.gz').example('nightsafe convert shop.json.age shop.db --passphrase-file words.txt')
    .example('nightsafe convert shop.json sales.csv --table sales').example('nightsafe convert shop.json tables/').action(convert)
  cli.command('diff <here> <file>', 'Tell which records differ between two files, table by table (exit 0 whether or not they do)').option('--json', 'Print one JSON object').option(...ENTRY)
    .option('--csv <file>', 'Write the differing records of one table, both sides next to each other')
    .option('--table <name>', 'The table for --csv, where several differ')
    .option('--force', 'Replace a CSV file that is there already').action(diff)
  cli.command('salvage <in> <out>', 'Write everything that can still be read of a damaged file anew, and tell what was lost').option('--json', 'Print one JSON object').option(...ENTRY)
    .option('--force', 'Replace a file that has the new name already').action(salvage)
  cli.command('list <folder>', 'List the backups in a folder, newest verified first, bad ones marked').option('--json', 'Print one JSON object')
    .action(async (folder: string, options: Options) => answer(await listFolder(String(folder), (path) => inspect(path, options)), options))
  cli.command('prune <folder>', 'Tell which backups of a folder are too old to keep; the newest good one never is').option('--json', 'Print one JSON object')
    .option('--dry-run', 'Only tell what would go')
    .option('--delete', 'Delete what is too old').action(prune)
  cli.help((sections) => {
    const codes = CODES[cli.matchedCommandName ?? ''] ?? (Object.keys(EXIT_TEXTS).map(Number) as ExitCode[])
    return [...sections, { title: 'Exit codes', body: codes.map((code) => `  ${String(code).padEnd(4)}${EXIT_TEXTS[code]}`).join('\n') }]
  })
  return cli
}

async function main(argv: string[]): Promise<ExitCode> {
  const cli = createCommandLine()
  try {
    const { options, args } = cli.parse(argv, { run: false })
    if (options.help) return EXIT.good
    if (!cli.matchedCommand) {
      complain([args.length === 0 ? 'Say what to do.' : `There is no command “${String(args[0])}”.`, 'nightsafe --help lists the commands.'])
      return EXIT.usage
    }
    if (args.length > cli.matchedCommand.args.length) throw new UsageError('There are more file names than the command takes.')
    return (await cli.runMatchedCommand()) as ExitCode
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'CACError') throw error
    complain([error.message, 'nightsafe --help lists the commands and what they take.'])
    return EXIT.usage
  }
}

try {
  process.exitCode = await main(process.argv)
} catch (error) {
  complain(['This is a defect of the program, not of your file. Nothing was changed.', error instanceof Error ? (error.stack ?? error.message) : String(error)])
  process.exitCode = EXIT.defect
}
