import type { Failure } from '../../core/base/failure'
import { watchedWork } from '../../core/base/progress'
import type { Result } from '../../core/base/result'
import { digestContent } from '../../core/backup/contentDigest'
import type { SqlEngine } from '../../core/book/sqlEngine'
import type { SafetyCopyStore } from '../../core/book/storage'

/** How many safety copies of a book are kept; each is as large as the book. */
const SAFETY_COPIES_KEPT = 10

/** Digests give way to whatever else waits: reads of this window, and the question of another whether this one is alive. */
const givingWay = watchedWork(
  () => undefined,
  () => false,
  () => new Promise((resolve) => setTimeout(resolve, 0)),
)

/** The content digest of a book's file. */
export async function digestFile(engine: SqlEngine, bytes: Uint8Array<ArrayBuffer>): Promise<Result<string, Failure>> {
  const db = engine.open(bytes, { memory: 'share' })
  try {
    const digested = await digestContent(db, [], givingWay)
    return digested.ok ? { ok: true, value: digested.value.contentDigest } : digested
  } finally {
    db.close()
  }
}

/** Lets the oldest safety copies go. What cannot be listed now is tidied after the next restore. */
export async function tidySafetyCopies(safetyCopies: SafetyCopyStore): Promise<void> {
  const copies = await safetyCopies.list()
  if (!copies.ok) return
  const newestFirst = [...copies.value].sort((a, b) => b.head.generation - a.head.generation)
  for (const copy of newestFirst.slice(SAFETY_COPIES_KEPT)) await safetyCopies.remove(copy.id)
}
