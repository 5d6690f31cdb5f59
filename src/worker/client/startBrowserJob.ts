import * as Comlink from 'comlink'
import type { Failure } from '../../core/base/failure'
import type { Progress } from '../../core/base/progress'
import type { BookSnapshot } from '../deviceApi'
import type { JobApi } from '../jobApi'
import type { JobHandle } from './runInJob'

/** A job that reports nothing for so long hangs: its worker is ended. Checking 2 GiB takes well under a minute a step. */
const SILENCE_LIMIT_SECONDS = 180

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
  stillThere()
  return {
    api: {
      makeBackup: (snapshot, request, onProgress) => remote.makeBackup(handOver(snapshot), request, watch(onProgress)),
      inspect: (file, onProgress) => remote.inspect(file, watch(onProgress)),
      liveFacts: (snapshot, leftOut) => remote.liveFacts(handOver(snapshot), leftOut),
      checkCopy: (bytes) => remote.checkCopy(Comlink.transfer(bytes, [bytes.buffer])),
      prepare: (file, request, onProgress) =>
        remote.prepare(file, request.live ? Comlink.transfer(request, [request.live.bytes.buffer]) : request, watch(onProgress)),
    },
    stopped,
    end() {
      clearTimeout(timer)
      remote[Comlink.releaseProxy]()
      worker.terminate()
    },
  }
}
