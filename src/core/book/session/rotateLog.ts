import type { SessionState } from './sessionState'

/** Below this many bytes of commits a new segment never pays. */
const MIN_COMMITS = 16 * 1024 * 1024

/** Whether the log's commits outweigh its snapshot, so that reading it again would cost twice what it could. */
export function isRotationDue(state: SessionState): boolean {
  const { log } = state.deps.storage
  if (!log || !state.isLogGood) return false
  const { snapshot, commits } = log.sizes()
  return commits > Math.max(MIN_COMMITS, snapshot)
}

/**
 * Begins a new segment at the head. The old one stays good when this fails. The home is settled first, so that it
 * never falls behind a snapshot.
 */
export async function rotateLog(state: SessionState): Promise<void> {
  const settled = await state.home.settle()
  if (settled.ok) await state.deps.storage.log?.startSegment(state.head, (from, to) => state.image.read(from, to))
}
