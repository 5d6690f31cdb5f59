import { defineStore } from 'pinia'
import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Failure } from '../../core/base/failure'
import type { Result } from '../../core/base/result'
import type { BookHead } from '../../core/book/bookHead'
import type { RestorePointInfo } from '../../core/book/restorePoint'
import { useClient } from '../useClient'

/** The restore points of one book in this browser: listed, made by hand, gone back to. */
export const useRestorePointsStore = defineStore('restorePoints', () => {
  const client = useClient()
  /** Newest first; null until they were read. */
  const points = shallowRef<readonly RestorePointInfo[] | null>(null)
  const making = ref(false)
  /** The point that is being gone back to; empty = none. */
  const goingBackTo = ref('')
  let shownBook = ''

  async function load(bookId: string): Promise<Result<undefined, Failure>> {
    if (shownBook !== bookId) points.value = null
    shownBook = bookId
    const listed = await client.device.listRestorePoints(bookId)
    // another book was opened meanwhile
    if (shownBook !== bookId) return { ok: true, value: undefined }
    if (!listed.ok) return listed
    points.value = [...listed.value].sort((a, b) => b.generation - a.generation || b.at.utc - a.at.utc)
    return { ok: true, value: undefined }
  }

  async function make(bookId: string, name: string): Promise<Result<RestorePointInfo | null, Failure>> {
    making.value = true
    const made = await client.device.makeRestorePoint(bookId, { reason: 'by-hand', name }, client.clock.now()).finally(() => (making.value = false))
    if (made.ok) await load(bookId)
    return made
  }

  /** Puts the book back to a restore point; undone like a restore. */
  async function goBack(bookId: string, id: string): Promise<Result<{ readonly head: BookHead }, Failure>> {
    goingBackTo.value = id
    const gone = await client.device.goBackTo(bookId, id, client.clock.now(), client.settings().operatorName).finally(() => (goingBackTo.value = ''))
    await load(bookId)
    return gone
  }

  onScopeDispose(
    client.onEvent((event) => {
      if (event.type === 'restore-points-changed' && event.bookId === shownBook) void load(shownBook)
    }),
  )

  return { points, making, goingBackTo, load, make, goBack }
})
