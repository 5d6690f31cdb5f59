import {
  ArcElement, BarController, BarElement, CategoryScale, Chart, DoughnutController, LinearScale, LineController, LineElement, PointElement, Tooltip,
  type ActiveElement, type ChartConfiguration, type ChartDataset, type TooltipItem,
} from 'chart.js'
import { LINE_WIDTH, type ChartMark } from './chartMarks'
import type { Drawing, DrawingLook } from './drawing'

Chart.register(ArcElement, BarController, BarElement, CategoryScale, DoughnutController, LinearScale, LineController, LineElement, PointElement, Tooltip)

type Kind = 'bar' | 'line' | 'doughnut'

/** More points than this are a line without dots. */
const DOTTED = 60

/** The fill of a mark: its colour with its lines in the colour of the paper. */
function fillOf(mark: ChartMark, look: DrawingLook): string | CanvasPattern {
  const colour = look.colour(mark.colour)
  if (mark.lines === '') return colour
  const scale = Math.max(1, Math.round(devicePixelRatio))
  const tile = Object.assign(document.createElement('canvas'), { width: 8 * scale, height: 8 * scale })
  const context = tile.getContext('2d')
  if (!context) return colour
  context.scale(scale, scale)
  context.fillStyle = colour
  context.fillRect(0, 0, 8, 8)
  context.strokeStyle = look.paper
  context.lineWidth = LINE_WIDTH
  context.lineCap = 'round'
  context.stroke(new Path2D(mark.lines))
  const pattern = context.createPattern(tile, 'repeat')
  // Chart.js draws in CSS pixels, the tile is in those of the screen
  pattern?.setTransform(new DOMMatrix().scale(1 / scale))
  return pattern ?? colour
}

function datasetOf(one: Drawing['series'][number], drawing: Drawing, look: DrawingLook): ChartDataset<Kind, (number | null)[]> {
  const data = [...one.amounts]
  const [mark] = one.marks
  const first = mark ? look.colour(mark.colour) : look.ink
  if (drawing.form === 'line') {
    return {
      type: 'line', label: one.label, data, borderColor: first, backgroundColor: first, hoverBackgroundColor: first, borderWidth: 2, borderDash: [...(mark?.dash ?? [])],
      pointStyle: mark?.point ?? 'circle', pointRadius: data.length > DOTTED ? 0 : 3, pointHoverRadius: 5, spanGaps: true, tension: 0,
    } as ChartDataset<Kind, (number | null)[]>
  }
  const fills = one.marks.map((each) => fillOf(each, look))
  const fill = drawing.form === 'shares' ? fills : (fills[0] ?? first)
  const edge = drawing.form === 'shares' ? { borderColor: look.paper, borderWidth: 2, hoverBorderColor: look.paper } : { maxBarThickness: 40, borderRadius: 2 }
  return { label: one.label, data, backgroundColor: fill, hoverBackgroundColor: fill, ...edge } as ChartDataset<Kind, (number | null)[]>
}

/** Draws on a canvas; what is returned must be destroyed before the canvas is drawn on again. `pick` runs when a point is pressed. */
export function drawChart(canvas: HTMLCanvasElement, drawing: Drawing, look: DrawingLook, pick: (point: number, series: number) => void): { destroy(): void } {
  const { form, sideways } = drawing
  const type: Kind = form === 'shares' ? 'doughnut' : form === 'line' ? 'line' : 'bar'
  const stacked = form === 'stacked-bars'
  const font = { family: look.font, size: 12 }
  const categories = { stacked, grid: { display: false }, border: { color: look.hairline }, ticks: { color: look.soft, font, autoSkipPadding: 12, maxRotation: 0 } }
  const amounts = {
    stacked, beginAtZero: form !== 'line', border: { display: false }, grid: { color: look.hairline },
    ticks: { color: look.soft, font, maxTicksLimit: 6, callback: (value: number | string) => drawing.tick(Number(value)) },
  }
  const config: ChartConfiguration<Kind, (number | null)[], string> = {
    type,
    data: { labels: [...drawing.labels], datasets: drawing.series.map((one) => datasetOf(one, drawing, look)) },
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, normalized: true,
      ...(type === 'doughnut' ? { cutout: '58%' } : { indexAxis: sideways ? 'y' : 'x', scales: sideways ? { x: amounts, y: { ...categories, ticks: { ...categories.ticks, autoSkip: false } } } : { x: categories, y: amounts } }),
      interaction: type === 'line' ? { mode: 'index', intersect: false } : { mode: 'nearest', intersect: true },
      onClick: (_event: unknown, hit: ActiveElement[]) => {
        const [first] = hit
        if (first) pick(first.index, first.datasetIndex)
      },
      plugins: {
        tooltip: {
          backgroundColor: look.ink, titleColor: look.paper, bodyColor: look.paper, titleFont: { ...font, weight: 600 }, bodyFont: { ...font, size: 13 },
          padding: 10, cornerRadius: 6, usePointStyle: true, boxPadding: 4,
          callbacks: {
            label: (item: TooltipItem<Kind>) => {
              const amount = drawing.amount(drawing.series[item.datasetIndex]?.amounts[item.dataIndex] ?? null)
              return drawing.series.length > 1 ? ` ${item.dataset.label ?? ''}: ${amount}` : ` ${amount}`
            },
          },
        },
      },
    } as ChartConfiguration<Kind, (number | null)[], string>['options'] & object,
  }
  return new Chart(canvas, config)
}
