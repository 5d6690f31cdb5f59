import type { Edit } from './bookDescription'
import type { Inverse } from './edits/appliedEdit'

/** One edit that can be taken back or done again, by its inverse or (`again`) by applying the edit itself. */
export interface UndoStep {
  readonly edit: Edit
  /** The generation that it made. */
  readonly generation: number
  readonly how: Inverse | { type: 'again' }
  /** The edit itself is not kept: it is done again by its pages. */
  readonly isByPages?: true
}

/**
 * What was done in one session, last first. Lives as long as the window: undo is for slips, restore points and
 * backups are for the rest.
 */
export interface UndoStack {
  /** Remembers an edit; what was undone before it can no longer be done again. */
  push(step: UndoStep): void
  nextUndo(): UndoStep | null
  nextRedo(): UndoStep | null
  /** The next undo was done; `redo` does the edit again. */
  undone(redo: UndoStep): void
  /** The next redo was done; `undo` takes it back. */
  redone(undo: UndoStep): void
  /** The next undo cannot be done any more. */
  dropUndo(): void
  dropRedo(): void
  clear(): void
}

const MAX_STEPS = 200

/** An empty stack. */
export function createUndoStack(): UndoStack {
  const undos: UndoStep[] = []
  let redos: UndoStep[] = []
  function remember(step: UndoStep) {
    undos.push(step)
    if (undos.length > MAX_STEPS) undos.shift()
  }
  return {
    push(step) {
      remember(step)
      redos = []
    },
    nextUndo: () => undos.at(-1) ?? null,
    nextRedo: () => redos.at(-1) ?? null,
    undone(redo) {
      undos.pop()
      redos.push(redo)
    },
    redone(undo) {
      redos.pop()
      remember(undo)
    },
    dropUndo: () => void undos.pop(),
    dropRedo: () => void redos.pop(),
    clear() {
      undos.length = 0
      redos = []
    },
  }
}
