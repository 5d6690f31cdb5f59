import type { Grouping, Total } from '../query/groupQuery'
import type { Condition, RowFilter } from '../query/rowFilter'
import type { BookLayout, ChartPlan, SavedView, TodayCard } from './bookLayout'

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** The name that a field has now; null = it is gone. */
type FieldNames = (field: string) => string | null

const isThere = <T>(item: T | null): item is T => item !== null
const namesOf = (fields: readonly string[], names: FieldNames) => fields.map(names).filter(isThere)

function conditionWith(condition: Condition, names: FieldNames): Condition | null {
  const field = names(condition.field)
  if (field === null) return null
  if (condition.test !== 'compare') return { ...condition, field }
  const other = names(condition.other)
  return other === null ? null : { ...condition, field, other }
}

/** What is left of a filter. */
function filterLeft(filter: RowFilter, names: FieldNames): RowFilter {
  const left = (conditions: readonly Condition[]) => conditions.map((one) => conditionWith(one, names)).filter(isThere)
  return { ...filter, conditions: left(filter.conditions), ...(filter.also === undefined ? {} : { also: left(filter.also) }) }
}

/** null when a condition is gone: what is left would let other records through. */
function filterWith(filter: RowFilter, names: FieldNames): RowFilter | null {
  const left = filterLeft(filter, names)
  const isWhole = left.conditions.length === filter.conditions.length && left.also?.length === filter.also?.length
  return isWhole ? left : null
}

function groupingWith(grouping: Grouping, names: FieldNames): Grouping | null {
  const field = names(grouping.field)
  return field === null ? null : { ...grouping, field }
}

function totalWith(total: Total, names: FieldNames): Total | null {
  if (total.field === null) return total
  const field = names(total.field)
  return field === null ? null : { ...total, field }
}

function viewWith(view: SavedView, names: FieldNames): SavedView {
  // a tab that a person made stays, with what is left of its filter in sight
  return {
    ...view,
    filter: filterLeft(view.filter, names),
    sort: view.sort.flatMap((one) => {
      const field = names(one.field)
      return field === null ? [] : [{ ...one, field }]
    }),
    hidden: namesOf(view.hidden, names),
    order: namesOf(view.order, names),
    pinned: namesOf(view.pinned, names),
    groups: view.groups.map((one) => groupingWith(one, names)).filter(isThere),
    totals: view.totals.map((one) => totalWith(one, names)).filter(isThere),
  }
}

function chartWith(chart: ChartPlan, names: FieldNames): ChartPlan | null {
  const filter = filterWith(chart.filter, names)
  const by = groupingWith(chart.by, names)
  const value = totalWith(chart.value, names)
  return filter && by && value && { ...chart, filter, by, value, split: chart.split && groupingWith(chart.split, names) }
}

function cardWith(card: Exclude<TodayCard, { type: 'chart' }>, names: FieldNames): TodayCard | null {
  const filter = filterWith(card.filter, names)
  if (!filter) return null
  if (card.type === 'figure') {
    const value = totalWith(card.value, names)
    return value && { ...card, filter, value }
  }
  const label = names(card.label)
  if (label === null) return null
  const date = card.date === null ? null : names(card.date)
  if (card.type === 'due') return { ...card, filter, label, date, amount: card.amount === null ? null : names(card.amount) }
  const reached = names(card.reached)
  const target = names(card.target)
  return reached === null || target === null ? null : { ...card, filter, label, reached, target, date }
}

/** The layout with what it says of one table written anew; `newName` null = the table keeps its name. */
function withTable(layout: BookLayout, table: string, newName: string | null, names: FieldNames): BookLayout {
  const isIt = (one: { table: string }) => same(one.table, table)
  const charts = layout.charts.map((one) => (isIt(one) ? chartWith({ ...one, table: newName ?? one.table }, names) : one)).filter(isThere)
  const gone = layout.charts.filter((one) => !charts.some((left) => left.id === one.id))
  return {
    views: layout.views.map((one) => (isIt(one) ? viewWith({ ...one, table: newName ?? one.table }, names) : one)),
    charts,
    today: layout.today
      .map((one) => {
        if (one.type === 'chart') return gone.some(({ id }) => id === one.chart) ? null : one
        return isIt(one) ? cardWith({ ...one, table: newName ?? one.table }, names) : one
      })
      .filter(isThere),
    fields: layout.fields.flatMap((one) => {
      if (!isIt(one)) return [one]
      const field = names(one.field)
      return field === null ? [] : [{ ...one, table: newName ?? one.table, field }]
    }),
  }
}

/** The layout of a book in which a table, or a field of it, got another name. */
export function renameInLayout(layout: BookLayout, rename: { table: string; field: string | null; to: string }): BookLayout {
  const { table, field, to } = rename
  if (field === null) return withTable(layout, table, to, (name) => name)
  return withTable(layout, table, null, (name) => (same(name, field) ? to : name))
}

/**
 * The layout of a book that a table (`field` null), or a field, was deleted from. A view loses what named the field;
 * charts and cards that cannot do without it go, and so do those whose filter would let other records through.
 */
export function dropFromLayout(layout: BookLayout, dropped: { table: string; field: string | null }): BookLayout {
  const { table, field } = dropped
  if (field !== null) return withTable(layout, table, null, (name) => (same(name, field) ? null : name))
  const charts = layout.charts.filter((one) => !same(one.table, table))
  const gone = new Set(layout.charts.filter((one) => same(one.table, table)).map(({ id }) => id))
  return {
    views: layout.views.filter((one) => !same(one.table, table)),
    charts,
    today: layout.today.filter((one) => (one.type === 'chart' ? !gone.has(one.chart) : !same(one.table, table))),
    fields: layout.fields.filter((one) => !same(one.table, table)),
  }
}
