/** How one series (or one share) is told from the others: by colour, and without colour by the lines on it, its dashes and its points. */
export interface ChartMark {
  /** Name of the token. */
  readonly colour: string
  /** Lines in the colour of the paper on a tile of 8 by 8, as an SVG path. */
  readonly lines: string
  /** Of its line: lengths of dashes and gaps in CSS pixels; none = a whole line. */
  readonly dash: readonly number[]
  readonly point: 'circle' | 'rect' | 'triangle' | 'rectRot' | 'crossRot' | 'star' | 'cross' | 'dash'
}

const MARKS: readonly ChartMark[] = [
  { colour: '--chart-1', lines: '', dash: [], point: 'circle' },
  { colour: '--chart-2', lines: 'M-2 2 2-2M0 8 8 0M6 10 10 6', dash: [7, 4], point: 'rect' },
  { colour: '--chart-3', lines: 'M2 2h.1M6 6h.1', dash: [2, 3], point: 'triangle' },
  { colour: '--chart-4', lines: 'M0 2h8M0 6h8', dash: [10, 3, 2, 3], point: 'rectRot' },
  { colour: '--chart-5', lines: 'M-2 6 2 10M0 0 8 8M6-2 10 2', dash: [4, 2], point: 'crossRot' },
  { colour: '--chart-6', lines: 'M2 0v8M6 0v8', dash: [12, 4], point: 'star' },
  { colour: '--chart-7', lines: 'M0 4h8M4 0v8', dash: [2, 2, 6, 2], point: 'cross' },
  { colour: '--chart-8', lines: 'M0 0 8 8M8 0 0 8', dash: [1, 3], point: 'dash' },
]

/** Width of the lines on a tile. */
export const LINE_WIDTH = 1.4

const OTHERS: ChartMark = { colour: '--chart-others', lines: '', dash: [3, 5], point: 'dash' }

/** The mark of the nth series; `others` is what is shown together. Beyond the eighth they come again. */
export const markOf = (place: number | 'others'): ChartMark => (place === 'others' ? OTHERS : (MARKS[place % MARKS.length] ?? OTHERS))
