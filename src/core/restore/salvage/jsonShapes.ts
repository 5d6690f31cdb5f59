/** What the records of a list are like, learnt from those that are whole. */
export interface JsonShapes {
  learn(record: string): void
  /** Nothing was learnt yet. */
  isEmpty(): boolean
  /** Whether a whole object has most of the fields of these records and no others, or all of them and more. */
  isAlike(record: string): boolean
  /** Whether it has exactly the fields of one of these records, and not those of anything inside them. */
  isSame(record: string): boolean
  hasField(name: string): boolean
}

/** Records that are learnt from. */
const LEARNT = 2000
const MAX_DEPTH = 40

const shapeOf = (value: object) => JSON.stringify(Object.keys(value).sort())

/** Starts learning. Names that stand anywhere in the records are told to `onName`. */
export function createJsonShapes(onName: (name: string) => void): JsonShapes {
  const fields = new Set<string>()
  const own = new Set<string>()
  const inner = new Set<string>()
  let learnt = 0

  function learnInner(value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return
    if (!Array.isArray(value)) {
      inner.add(shapeOf(value))
      for (const name of Object.keys(value)) onName(name)
    }
    for (const part of Object.values(value)) learnInner(part, depth + 1)
  }

  return {
    learn(record) {
      if (learnt >= LEARNT || !record.startsWith('{')) return
      learnt++
      const value = JSON.parse(record) as object
      own.add(shapeOf(value))
      for (const [name, part] of Object.entries(value)) {
        fields.add(name)
        onName(name)
        learnInner(part, 0)
      }
    },
    isEmpty: () => learnt === 0,
    isAlike(record) {
      const names = Object.keys(JSON.parse(record) as object)
      const shared = names.filter((name) => fields.has(name)).length
      return shared > 0 && ((shared === names.length && shared * 2 >= fields.size) || shared === fields.size)
    },
    isSame(record) {
      const shape = shapeOf(JSON.parse(record) as object)
      return own.has(shape) && !inner.has(shape)
    },
    hasField: (name) => fields.has(name),
  }
}
