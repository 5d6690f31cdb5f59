import { countRecords, describeBook } from './describeBook'
import type { BookSession } from './bookSession'
import type { EditEffect, Touched } from './edits/appliedEdit'
import type { BookShape } from './keyedTable'
import type { SqlDatabase } from './sqlEngine'

/** The shape and the counts of an open book, remembered for as long as nobody but its own editor changes it. */
export interface ShapeMemory {
  /** The shape as it is now; described anew only where it has to be. */
  shapeOf(db: SqlDatabase): BookShape
  /** The counts known so far, by table. */
  counts(db: SqlDatabase): Map<string, number>
  /** Records in a table, counted once and then carried along. */
  count(db: SqlDatabase, table: string): number
  /** Carries what is remembered over to the generation that an edit just made. */
  follow(generation: number, effect: EditEffect): void
  forget(): void
}

interface Remembered {
  generation: number
  shape: BookShape
  counts: Map<string, number>
}

/** Remembers nothing yet. `onForget` is called whenever what was derived from the records may be wrong, with what was changed in them where that is known. */
export function createShapeMemory(session: BookSession, onForget: (touched?: Touched) => void): ShapeMemory {
  let remembered: Remembered | null = null

  function now(db: SqlDatabase): Remembered {
    if (remembered?.generation === session.head.generation) return remembered
    onForget()
    remembered = { generation: session.head.generation, shape: describeBook(db, session.head.identity), counts: new Map() }
    return remembered
  }

  return {
    shapeOf: (db) => now(db).shape,
    counts: (db) => now(db).counts,
    count(db, table) {
      const { counts } = now(db)
      const known = counts.get(table) ?? countRecords(db, table)
      counts.set(table, known)
      return known
    },
    follow(generation, effect) {
      if (remembered?.generation === generation && !effect.reshaped) return
      const follows = remembered?.generation === generation - 1 && !effect.reshaped
      onForget(follows ? effect.touched : undefined)
      if (!remembered || effect.reshaped || remembered.generation !== generation - 1) {
        remembered = null
        return
      }
      remembered.generation = generation
      if (effect.counts === 'unknown') remembered.counts.clear()
      else for (const { table, by } of effect.counts) {
        const count = remembered.counts.get(table)
        if (count !== undefined) remembered.counts.set(table, count + by)
      }
    },
    forget() {
      remembered = null
    },
  }
}
