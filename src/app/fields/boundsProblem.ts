import type { Cell } from '../../core/base/cell'
import type { FieldDescription } from '../../core/book/bookDescription'
import type { FieldContext, FieldProblem } from './fieldType'
import { fieldTypes } from './fieldTypes'
import { cellToPlainNumber } from './wholeNumberField'

/** A moment as it compares: styles of writing it differ in the sign between day and time, and in whether seconds are said. */
const comparable = (text: string) => text.replace(/^([0-9-]{10})[T ]([0-9:]{5})$/, '$1 $2:00').replace(/^([0-9-]{10})T/, '$1 ')

/** Below 0 when `a` comes before `b`, above 0 when after; null when the two cannot be compared. */
function compareCells(a: Cell, b: Cell): number | null {
  if (typeof a === 'string' && typeof b === 'string') {
    const [left, right] = [comparable(a), comparable(b)]
    return left < right ? -1 : Number(left > right)
  }
  const left = cellToPlainNumber(a)
  const right = cellToPlainNumber(b)
  if (left === null || right === null) return null
  const whole = /^-?[0-9]+$/
  if (whole.test(left) && whole.test(right)) return Number(BigInt(left) > BigInt(right)) - Number(BigInt(left) < BigInt(right))
  return Number(left) - Number(right)
}

/** What keeps a value from lying between the least and the most of its field; null when nothing does. */
export function boundsProblem(field: FieldDescription, cell: Cell, context: FieldContext): FieldProblem | null {
  const isTime = field.kind === 'date' || field.kind === 'date-time'
  const show = (bound: Cell) => fieldTypes[field.kind].show(bound, field, context)
  const { least = null, most = null } = field
  if (cell === null) return null
  if (least !== null && (compareCells(cell, least) ?? 0) < 0) return { code: isTime ? 'tooEarly' : 'tooLittle', least: show(least) }
  if (most !== null && (compareCells(cell, most) ?? 0) > 0) return { code: isTime ? 'tooLate' : 'tooMuch', most: show(most) }
  return null
}
