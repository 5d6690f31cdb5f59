import type { Page } from '@playwright/test'
import { expect } from './test'

/** A number as the screen writes it (`£1,234.50`, `−3`), as a number; NaN where there is none. */
export function numberIn(text: string): number {
  const digits = text.replace(/[^\d.−-]/g, '').replace('−', '-')
  return digits === '' ? Number.NaN : Number(digits)
}

/** Amounts added up, to the cent. */
export const sumOf = (amounts: readonly number[]): number => Math.round(amounts.reduce((sum, amount) => sum + amount, 0) * 100) / 100

/** What things add up to, by what they are put together by. */
export function sumsBy<T>(things: readonly T[], by: (thing: T) => string, amount: (thing: T) => number): Record<string, number> {
  return Object.fromEntries([...new Set(things.map(by))].map((name) => [name, sumOf(things.filter((one) => by(one) === name).map(amount))]))
}

/** Waits until the totals under the table are these, by the name of the field. */
export async function expectTotals(page: Page, totals: Readonly<Record<string, number>>): Promise<void> {
  await expect.poll(async () => {
    const figures = await page.locator('.totals .figure').evaluateAll((all) => all.map((one) => [one.querySelector('dt')?.textContent ?? '', one.querySelector('dd')?.textContent ?? '']))
    return Object.fromEntries(figures.filter(([name = '']) => name in totals).map(([name = '', amount = '']) => [name, numberIn(amount)]))
  }, 'totals under the table').toEqual(totals)
}

/** Waits until the groups of the table are these: how many records, then the totals, by the name of the group. */
export async function expectGroups(page: Page, groups: Readonly<Record<string, readonly number[]>>): Promise<void> {
  await expect.poll(async () => {
    const rows = await page.locator('.group-table tr.group').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText)))
    return Object.fromEntries(rows.map(([name = '', ...numbers]) => [name.trim(), numbers.map(numberIn)]))
  }, 'groups with their subtotals').toEqual(groups)
}

/** Waits until the numbers beside a chart are these: one column of them, by the name of the point. The last row tells the total. */
export async function expectChart(page: Page, chart: string, column: string, points: Readonly<Record<string, number>>): Promise<void> {
  const region = page.getByRole('region', { name: `${chart}, the numbers`, exact: true })
  await expect.poll(async () => {
    const rows = await region.getByRole('row').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText.trim())))
    const place = rows[0]?.indexOf(column) ?? -1
    return Object.fromEntries(rows.slice(1).map((row) => [row[0] ?? '', numberIn(row[place] ?? '')]))
  }, `numbers of “${chart}”`).toEqual(points)
}

/** Waits until a figure on the Today page is this. */
export async function expectFigure(page: Page, name: string, amount: number): Promise<void> {
  const figure = page.getByRole('button', { name: new RegExp(`^${name}\\b`) }).locator('.figure')
  await expect.poll(async () => numberIn(await figure.innerText()), `“${name}” on Today`).toBe(amount)
}
