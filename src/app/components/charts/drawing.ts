import type { ChartPlan } from '../../../core/book/layout/bookLayout'
import type { ChartMark } from './chartMarks'

/** A chart in the words and marks in which it is drawn. */
export interface Drawing {
  readonly form: ChartPlan['form']
  /** Names of categories stand to the left of their bars, where there is room for them. */
  readonly sideways: boolean
  readonly labels: readonly string[]
  /** Of shares there is one series, and a mark for each of its points. */
  readonly series: readonly { readonly label: string; readonly amounts: readonly (number | null)[]; readonly marks: readonly ChartMark[] }[]
  /** An amount in full, and as short as an axis wants it. */
  amount(value: number | null): string
  tick(value: number): string
}

/** The colours and the type that a drawing takes from the page around it. */
export interface DrawingLook {
  readonly ink: string
  readonly soft: string
  readonly hairline: string
  readonly paper: string
  readonly font: string
  /** The colour of a token. */
  colour(token: string): string
}

/** Reads the page's look where an element stands; tokens become colours that a canvas takes in every browser. */
export function readLook(element: HTMLElement): DrawingLook {
  const known = new Map<string, string>()
  const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true })

  function colour(token: string): string {
    const read = known.get(token)
    if (read !== undefined) return read
    const probe = document.createElement('span')
    probe.style.color = `var(${token})`
    element.append(probe)
    const shown = getComputedStyle(probe).color
    probe.remove()
    let plain = shown
    if (context) {
      context.clearRect(0, 0, 1, 1)
      context.fillStyle = shown
      context.fillRect(0, 0, 1, 1)
      const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
      plain = `rgb(${red}, ${green}, ${blue})`
    }
    known.set(token, plain)
    return plain
  }

  return { ink: colour('--ink'), soft: colour('--ink-soft'), hairline: colour('--hairline'), paper: colour('--raised'), font: getComputedStyle(element).fontFamily, colour }
}
