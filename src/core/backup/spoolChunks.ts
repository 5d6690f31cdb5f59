import type { FailureOf } from '../base/failure'
import { readFileChunks } from '../base/fileChunks'
import type { FileSource } from '../base/fileSource'
import type { ProgressStep, Work } from '../base/progress'
import { ok, type Result } from '../base/result'
import type { SpooledFile, SpoolStore } from './spool'

/** The file's bytes in order, as `readFileChunks` gives them, with word of how far it has come. */
export async function* readReporting(file: FileSource, step: ProgressStep, work: Work): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let done = 0
  for await (const chunk of readFileChunks(file)) {
    yield chunk
    done += chunk.length
    work.report({ step, done, total: file.size })
  }
}

/** Writes a stream into a spool as it comes. Nothing is left of it when it fails or is cancelled. Throws `SpoolError`, and what the stream throws. */
export async function spoolChunks<F extends SpooledFile>(
  spools: SpoolStore<F>, chunks: AsyncIterable<Uint8Array>, work: Work,
): Promise<Result<F, FailureOf<'Cancelled'>>> {
  const spool = spools.open()
  let isFinished = false
  try {
    for await (const chunk of chunks) {
      await spool.write(chunk)
      const paused = await work.pause()
      if (!paused.ok) return paused
    }
    const file = await spool.finish()
    isFinished = true
    return ok(file)
  } finally {
    if (!isFinished) await spool.discard()
  }
}
