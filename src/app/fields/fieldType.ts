import type { Cell } from '../../core/base/cell'
import type { Result } from '../../core/base/result'
import type { FieldDescription } from '../../core/book/bookDescription'

/** Why a typed text is no value of a field; `records.problems.<code>` words it with the other members. */
export type FieldProblem =
  | { code: 'required' }
  | { code: 'notANumber'; example: string }
  | { code: 'notWhole' }
  | { code: 'tooLarge' }
  | { code: 'tooPrecise' }
  | { code: 'tooManyDecimals'; digits: number; currency: string }
  | { code: 'notADate'; example: string }
  | { code: 'notADateTime'; example: string }
  | { code: 'notAChoice'; choices: string }
  | { code: 'notARecord'; table: string; typed: string }
  | { code: 'tooLittle' | 'tooEarly'; least: string }
  | { code: 'tooMuch' | 'tooLate'; most: string }

/** What showing and reading values depends on besides the field: language, money, and the few words inside cells. */
export interface FieldContext {
  /** BCP 47 tag, for example `en-GB`. */
  readonly locale: string
  /** ISO 4217 code of the book's money. */
  readonly currency: string
  /** The person's day, `YYYY-MM-DD`: dates typed without a year are of its year. Without it such dates are refused. */
  readonly today?: () => string
  readonly words: {
    readonly yes: string
    readonly no: string
    /** For a value that is bytes; `size` in bytes. */
    file(size: number): string
    /** For text that is no well-formed UTF-8; `size` in bytes. */
    unreadable(size: number): string
  }
}

/** How one kind of field turns cells into text and typed text into cells. */
export interface FieldType {
  /** `end` for numbers, so that they line up. */
  readonly align: 'start' | 'end'
  /** The cell as people read it; empty for no value. */
  show(cell: Cell, field: FieldDescription, context: FieldContext): string
  /** The text that an editor begins with; `parse` of it gives the cell back. */
  toText(cell: Cell, field: FieldDescription, context: FieldContext): string
  /** The cell that a typed text means. The text is never blank, and never that of the cell as it was: `readField` sees to both. */
  parse(text: string, field: FieldDescription, context: FieldContext, before: Cell): Result<Cell, FieldProblem>
}
