import type { TodayCard } from '../../../core/book/layout/bookLayout'

/** Columns of the grid that cards stand in. */
const COLUMNS = 12
const FIGURES = 4
const OTHERS = 2

/**
 * How many of twelve columns each card takes, so that every row is full: figures up to four in a row, other cards two;
 * a run of either kind is dealt out evenly over its rows.
 */
export function cardSpans(types: readonly TodayCard['type'][]): readonly number[] {
  const spans: number[] = []
  for (let from = 0; from < types.length; ) {
    const isFigure = types[from] === 'figure'
    let to = from
    while (to < types.length && (types[to] === 'figure') === isFigure) to++
    const count = to - from
    const rows = Math.ceil(count / (isFigure ? FIGURES : OTHERS))
    for (let row = 0; row < rows; row++) {
      const inRow = Math.floor(count / rows) + (row < count % rows ? 1 : 0)
      spans.push(...Array.from({ length: inRow }, () => COLUMNS / inRow))
    }
    from = to
  }
  return spans
}
