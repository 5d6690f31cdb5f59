import * as Comlink from 'comlink'
import type { Failure } from '../../core/base/failure'
import type { Progress } from '../../core/base/progress'
import type { RowQuery } from '../../core/book/bookDescription'
import type { BringInSelection, DifferenceQuery } from '../../core/restore/difference/difference'
import type { ImportRequest, MendedRow } from '../../core/transfer/importPlan'
import type { WrittenForms } from '../../core/transfer/writtenForms'
import type { CopySource } from '../copyJobs'
import type { BookSnapshot } from '../deviceApi'
import type { GivenFile, JobApi } from '../jobApi'
import type { JobHandle } from './runInJob'

/** A job that reports nothing for so long hangs: its worker is ended. Checking 2 GiB takes well under a minute a step. */
const SILENCE_LIMIT_SECONDS = 180

type OnProgress = (progress: Progress) => void

const handOver = (snapshot: BookSnapshot) => Comlink.transfer(snapshot, [snapshot.bytes.buffer])

/** Starts a throw-away worker for one job; its snapshots are handed over, not copied. */
export function startBrowserJob(): JobHandle {
  const worker = new Worker(new URL('../jobWorker.ts', import.meta.url), { type: 'module', name: 'nightsafe-job' })
  const remote = Comlink.wrap<JobApi>(worker)
  let timer: ReturnType<typeof setTimeout> | undefined
  let giveUp: (failure: Failure) => void = () => undefined
  const stopped = new Promise<Failure>((resolve) => {
    giveUp = resolve
  })
  const stillThere = () => {
    clearTimeout(timer)
    timer = setTimeout(() => giveUp({ type: 'TimeLimit', seconds: SILENCE_LIMIT_SECONDS }), SILENCE_LIMIT_SECONDS * 1000)
  }
  worker.onerror = (event) => giveUp({ type: 'FileUnreadable', reason: event.message || 'the worker stopped' })
  const watch = (onProgress: (progress: Progress) => void) =>
    Comlink.proxy((progress: Progress) => {
      stillThere()
      onProgress(progress)
    })
  // a copy that is open and not asked anything is no sign of trouble
  let asked = 0
  const counted = <A extends unknown[], R>(call: (...args: A) => R) => async (...args: A): Promise<Awaited<R>> => {
    asked++
    stillThere()
    try {
      return await call(...args)
    } finally {
      asked--
      if (asked === 0) clearTimeout(timer)
    }
  }
  const handOverCopy = (source: CopySource) => (source.kind === 'kept' ? Comlink.transfer(source, [source.bytes.buffer]) : source)
  let isOver = false
  stillThere()
  return {
    api: {
      makeBackup: (snapshot, request, onProgress) => remote.makeBackup(handOver(snapshot), request, watch(onProgress)),
      inspect: (file, onProgress) => remote.inspect(file, watch(onProgress)),
      liveFacts: (snapshot, leftOut) => remote.liveFacts(handOver(snapshot), leftOut),
      readShape: (file) => remote.readShape(file),
      saveShape: (snapshot, request) => remote.saveShape(handOver(snapshot), request),
      checkCopy: (bytes) => remote.checkCopy(Comlink.transfer(bytes, [bytes.buffer])),
      prepare: (file, request, onProgress) =>
        remote.prepare(file, request.live ? Comlink.transfer(request, [request.live.bytes.buffer]) : request, watch(onProgress)),
      salvage: (file, request, onProgress) => remote.salvage(file, request, watch(onProgress)),
      openCopy: counted((source: CopySource, onProgress: OnProgress) => remote.openCopy(handOverCopy(source), watch(onProgress))),
      copyRows: counted((query: RowQuery) => remote.copyRows(query)),
      copyTableAsCsv: counted((table: string) => remote.copyTableAsCsv(table)),
      copyAsDatabase: counted(() => remote.copyAsDatabase()),
      openDifference: counted((source: CopySource, live: BookSnapshot, onProgress: OnProgress) => remote.openDifference(handOverCopy(source), handOver(live), watch(onProgress))),
      differenceRows: counted((query: DifferenceQuery) => remote.differenceRows(query)),
      differenceAsCsv: counted((query: Omit<DifferenceQuery, 'from' | 'count'>) => remote.differenceAsCsv(query)),
      checkBringIn: counted((selection: BringInSelection) => remote.checkBringIn(selection)),
      planBringIn: counted((selection: BringInSelection) => remote.planBringIn(selection)),
      openImport: counted((file: GivenFile, otherwise: WrittenForms, onProgress: OnProgress) => remote.openImport(file, otherwise, watch(onProgress))),
      checkImport: counted((request: ImportRequest, live: BookSnapshot, onProgress: OnProgress) => remote.checkImport(request, handOver(live), watch(onProgress))),
      mendRow: counted((mended: MendedRow) => remote.mendRow(mended)),
      planImport: counted(() => remote.planImport()),
      exportRecords: (snapshot, query, format, onProgress) => remote.exportRecords(handOver(snapshot), query, format, watch(onProgress)),
      askSql: (snapshot, sql) => remote.askSql(handOver(snapshot), sql),
      sqlAsCsv: (snapshot, sql, place) => remote.sqlAsCsv(handOver(snapshot), sql, place),
    },
    stopped,
    end() {
      // whoever cancels may come after the end
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      remote[Comlink.releaseProxy]()
      worker.terminate()
    },
  }
}
