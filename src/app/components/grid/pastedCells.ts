import type { Cell } from '../../../core/base/cell'
import type { FieldDescription } from '../../../core/book/bookDescription'

/** One value on its way into a cell: what it says, and, when it was copied here, the very cell and the field that it comes from. */
export interface PastedCell {
  readonly text: string
  readonly exact?: { readonly cell: Cell; readonly field: FieldDescription }
}

/** Why values are on their way; it words what is told about them. */
export type RangeStep = 'paste' | 'fill' | 'clear' | 'cut'

/** Values on their way into a rectangle whose first cell stands at `top` and, among the fields that are shown, at `left`. */
export interface RangeWrite {
  readonly step: RangeStep
  readonly top: number
  readonly left: number
  /** null = the person left this row out. */
  readonly rows: readonly (readonly PastedCell[] | null)[]
}

/** What was copied here last, so that pasting it gives the same cells and not only cells that look the same. */
export interface CopiedCells {
  readonly text: string
  readonly rows: readonly (readonly PastedCell[])[]
}

/** Values repeated to fill a larger rectangle, where that is a multiple of them: one value into many cells. */
export function tileCells(rows: readonly (readonly PastedCell[])[], wanted: { rows: number; columns: number }): readonly (readonly PastedCell[])[] {
  const width = rows[0]?.length ?? 0
  const isEven = rows.every((row) => row.length === width)
  if (width === 0 || !isEven || wanted.rows % rows.length !== 0 || wanted.columns % width !== 0) return rows
  return Array.from({ length: wanted.rows }, (_, row) =>
    Array.from({ length: wanted.columns }, (_, column) => rows[row % rows.length]?.[column % width] ?? { text: '' }),
  )
}

/** Without a first row that only repeats the names of the fields: spreadsheets are often copied with their headings. */
export function withoutHeadings(rows: readonly (readonly PastedCell[])[], fields: readonly FieldDescription[]): readonly (readonly PastedCell[])[] {
  const [first] = rows
  const isHeading = first !== undefined && rows.length > 1 && first.every(({ text }, index) => text.trim().toLowerCase() === fields[index]?.name.toLowerCase())
  return isHeading ? rows.slice(1) : rows
}
