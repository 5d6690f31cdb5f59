import { fail, ok } from '../../../src/core/base/result'
import type { RestorePointInfo } from '../../../src/core/book/restorePoint'
import type { NightsafeClient } from '../../../src/worker/client/nightsafeClient'

/** A client whose restore points are a list in the test's hand: what was asked of it is kept in `asked`. */
export function withRestorePoints(client: NightsafeClient, points: RestorePointInfo[]) {
  const asked: string[] = []
  const device: NightsafeClient['device'] = {
    ...client.device,
    listRestorePoints: () => Promise.resolve(ok([...points])),
    makeRestorePoint: async (bookId, { reason, name }, at) => {
      const opened = await client.device.describeBook(bookId)
      if (!opened.ok) return opened
      const { generation, size } = opened.value.head
      const point: RestorePointInfo = { id: `made-${points.length}`, generation, at, reason, name, size, isDamaged: false }
      points.push(point)
      asked.push(`make ${reason} ${name}`)
      return ok(point)
    },
    goBackTo: async (bookId, id, at, who) => {
      asked.push(`back ${id}`)
      const opened = await client.device.describeBook(bookId)
      if (!opened.ok) return opened
      if (!points.some((point) => point.id === id)) return fail({ type: 'RestorePointNotFound' })
      const { head } = opened.value
      return ok({ head, safetyCopy: { id: `${at.utc}${who}`, head, reason: 'before-restore', contentDigest: '' } })
    },
  }
  return { client: { ...client, device } as NightsafeClient, asked }
}
