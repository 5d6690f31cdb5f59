import type { Cell } from '../../../core/base/cell'
import type { Grouping } from '../../../core/book/query/groupQuery'
import type { Condition } from '../../../core/book/query/rowFilter'

/** The condition that just the records of a group pass. */
export function groupCondition({ field, part }: Grouping, value: Cell): Condition {
  if (value === null) return { test: 'empty', field }
  if (part !== null && typeof value === 'string') return { test: 'in-part', field, part, value }
  return { test: 'is', field, value }
}
