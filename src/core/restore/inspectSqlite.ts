import { sizeToText } from '../base/failureTexts'
import type { Work } from '../base/progress'
import type { SqlEngine } from '../book/sqlEngine'
import { applyWal, type WalOutcome } from './applyWal'
import { unpackingToFinding } from './failureToFinding'
import { collectContents, type FileContents } from './fileContents'
import { inspectDatabase, unusable, type ContentOutcome } from './inspectDatabase'
import type { Finding } from './inspection'

type Applied = Extract<WalOutcome, { kind: 'applied' }>

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** A log that was not used, and why. */
export function walNotApplied(reason: string): Finding {
  return { code: 'wal-not-applied', severity: 'warning', detail: reason }
}

function describeApplied({ commits, pages, unfinished }: Applied): string {
  const done = `${plural(commits, 'change')} with ${plural(pages, 'page')} ${commits === 1 ? 'was' : 'were'} taken from the -wal file.`
  return unfinished > 0 ? `${done} One more, unfinished at its end, was left out.` : done
}

/** What a damaged log no longer tells; nothing where it is sound. */
function lostFindings(lost: number): Finding[] {
  return lost === 0 ? [] : [{ code: 'wal-damaged', severity: 'warning', detail: `The -wal file is damaged: its last ${plural(lost, 'change')} cannot be read.` }]
}

const withoutWalWarning = (findings: readonly Finding[]) => findings.filter(({ code }) => code !== 'wal-mode')

/** Inspects the database as its log leaves it; without the log where that spoils what is good by itself. */
async function inspectApplied(engine: SqlEngine, bytes: Uint8Array, applied: Applied, work: Work): Promise<ContentOutcome> {
  const outcome = await inspectDatabase(engine, applied.bytes, work)
  if (outcome.verdict === 'damaged') {
    const alone = await inspectDatabase(engine, bytes, work)
    if (alone.db) return { ...alone, findings: [...alone.findings, walNotApplied('With its changes the database would be damaged, so it was left out.')] }
  }
  const finding: Finding = { code: 'wal-applied', severity: 'info', detail: describeApplied(applied) }
  return { ...outcome, findings: [...withoutWalWarning(outcome.findings), finding, ...lostFindings(applied.lost)] }
}

/** Checks an SQLite file as `inspectDatabase` does, with the commits of the `-wal` file that lay beside it. */
export async function inspectSqlite(engine: SqlEngine, contents: FileContents, wal: FileContents | null, limit: number, work: Work): Promise<ContentOutcome> {
  work.report({ step: 'reading', done: 0, total: contents.packedSize })
  const bytes = await collectContents(contents)
  if (!bytes.ok) {
    const { verdict, finding } = unpackingToFinding(bytes.failure)
    return unusable(verdict, null, [finding])
  }
  if (!wal) return inspectDatabase(engine, bytes.value, work)
  const log = wal.size !== null && wal.size > limit ? null : await collectContents(wal)
  if (log && !log.ok) {
    const { verdict, finding } = unpackingToFinding(log.failure)
    return unusable(verdict, null, [finding])
  }
  const applied: WalOutcome = log ? applyWal(bytes.value, log.value) : { kind: 'refused', reason: `It is larger than ${sizeToText(limit)}.` }
  if (applied.kind === 'applied') return inspectApplied(engine, bytes.value, applied, work)
  const outcome = await inspectDatabase(engine, bytes.value, work)
  if (applied.kind === 'refused') return { ...outcome, findings: [...outcome.findings, walNotApplied(applied.reason)] }
  if (applied.lost > 0) return { ...outcome, findings: [...withoutWalWarning(outcome.findings), ...lostFindings(applied.lost)] }
  const nothing: Finding = { code: 'wal-applied', severity: 'info', detail: 'The -wal file holds no change: everything is in the database itself.' }
  return { ...outcome, findings: [...withoutWalWarning(outcome.findings), nothing] }
}
