import { blank } from './blank'
import { freight } from './freight'
import { householdBudget } from './householdBudget'
import { log } from './log'
import { shop } from './shop'
import { society } from './society'
import type { Template } from './template'

/** The templates that a book can begin with, in the order in which they are offered. */
export function listTemplates(): readonly Template[] {
  return [householdBudget, shop, society, freight, log, blank]
}

/** The template of that id; undefined when there is none. */
export function findTemplate(id: string): Template | undefined {
  return listTemplates().find((template) => template.id === id)
}
