import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { markOf } from '../../../src/app/components/charts/chartMarks'

const css = readFileSync(join(import.meta.dirname, '../../../src/app/styles/tokens.css'), 'utf8')

/** OKLCH to linear sRGB, https://bottosson.github.io/posts/oklab/ */
function luminance([light, chroma, hue]: readonly number[]): number {
  const [L = 0, a = 0, b = 0] = [light, (chroma ?? 0) * Math.cos(((hue ?? 0) * Math.PI) / 180), (chroma ?? 0) * Math.sin(((hue ?? 0) * Math.PI) / 180)]
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clamp = (value: number) => Math.min(1, Math.max(0, value))
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function colours(token: string): readonly number[][] {
  const line = new RegExp(`${token}: light-dark\\((.+)\\);`).exec(css)?.[1] ?? ''
  return [...line.matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)].map((found) => found.slice(1).map(Number))
}

const contrast = (a: readonly number[], b: readonly number[]) => {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}
const marks = [...Array.from({ length: 8 }, (_, at) => markOf(at)), markOf('others')]

test('every series has 3:1 on the paper that it is drawn on, by day and by night', () => {
  const papers = colours('--raised').map(([light, chroma, hue]) => [light ?? 0, chroma ?? 0, hue ?? 0])
  expect(colours('--chart-1')).toHaveLength(2)
  for (const { colour } of marks) {
    colours(colour).forEach((shown, scheme) => expect(contrast(shown, papers[scheme] ?? [scheme === 0 ? 1 : 0.23, 0, 0]), `${colour} ${scheme}`).toBeGreaterThanOrEqual(3))
  }
})

test('no two series are alike without their colour: other lines, other dashes, other points', () => {
  const eight = marks.slice(0, 8)
  for (const member of ['lines', 'dash', 'point'] as const) expect(new Set(eight.map((mark) => JSON.stringify(mark[member]))).size).toBe(8)
})
