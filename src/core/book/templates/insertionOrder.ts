import { targetsFirst } from './targetsFirst'
import type { Template, TemplateTable } from './template'

/** The tables of a template in the order in which their samples are added: after those that they refer to. */
export function insertionOrder({ tables }: Pick<Template, 'tables'>): TemplateTable[] {
  const order = targetsFirst(tables.map(({ name, fields }) => ({ name, targets: fields.flatMap(({ refersTo }) => refersTo ?? []) })))
  return order.flatMap((place) => tables[place] ?? [])
}
