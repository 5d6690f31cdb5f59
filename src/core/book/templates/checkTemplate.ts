import { cellToBound } from '../../base/cell'
import { fail, ok, type Result } from '../../base/result'
import type { FailureOf } from '../../base/failure'
import { checkName } from '../edits/checkName'
import { readSqlTokens, isKeyword } from '../sqlTokens'
import { insertionOrder } from './insertionOrder'
import type { SampleValue, Template, TemplateField, TemplateTable } from './template'

type Refusal = FailureOf<'TemplateRefused'>
const refuse = (reason: string): Result<never, Refusal> => fail({ type: 'TemplateRefused', reason })

/** A name that every table, view and field may have, as `checkName` gives it; anything else is refused. */
function checkOwnName(what: string, name: string, taken: readonly string[]): Result<undefined, Refusal> {
  const checked = checkName(name, taken)
  if (checked.ok) return checked.value === name ? ok() : refuse(`the name of ${what} “${name.trim()}” has blanks around it or is not in its normal form.`)
  return refuse(checked.failure.type === 'NameTaken' ? `two are called “${name}”.` : `${what} cannot be called “${name}”: ${checked.failure.reason}`)
}

/**
 * Whether text is one SELECT and nothing else. What it reads is not looked at: views of a file are kept asleep, and
 * SQLite itself lets a view do nothing but read.
 */
export function isOneSelect(sql: string): boolean {
  const tokens = readSqlTokens(sql)
  const begins = isKeyword(tokens[0], 'SELECT') || isKeyword(tokens[0], 'WITH') || isKeyword(tokens[0], 'VALUES')
  return begins && tokens.every(({ type, text }) => type !== 'sign' || (text !== ';' && text !== '\u0000'))
}

function checkField(table: TemplateTable, field: TemplateField, tables: ReadonlySet<string>): Result<undefined, Refusal> {
  const where = `the field “${field.name}” of “${table.name}”`
  const choices = field.choices ?? []
  if (field.kind === 'choice' && (choices.length === 0 || choices.some((one) => one.trim() !== one || one === '') || new Set(choices).size < choices.length)) {
    return refuse(`${where} is a choice without choices, or with an empty or a double one.`)
  }
  const target = field.refersTo ?? null
  if ((field.kind === 'reference') !== (target !== null)) return refuse(`${where} does not say which table it refers to, or says it without being a reference.`)
  if (target !== null && !tables.has(target)) return refuse(`${where} refers to “${target}”, which is not in the file.`)
  return ok()
}

function checkSample(tables: readonly TemplateTable[], table: TemplateTable, place: number): Result<undefined, Refusal> {
  const sample: Readonly<Record<string, SampleValue>> = table.samples[place] ?? {}
  for (const [name, value] of Object.entries(sample)) {
    const field = table.fields.find((one) => one.name === name)
    const where = `record ${place + 1} of “${table.name}”`
    if (!field) return refuse(`${where} has a field “${name}” that the table has not.`)
    if (value === null || typeof value !== 'object' || 'daysAgo' in value || 'monthsAgo' in value) continue
    if (!('sample' in value)) {
      if (!cellToBound(value)) return refuse(`${where} holds something in “${name}” that is no value.`)
      continue
    }
    const target = tables.findIndex((one) => one.name === field.refersTo)
    const own = tables.indexOf(table)
    const isThere = target < own ? value.sample < (tables[target]?.samples.length ?? 0) : target === own && value.sample < place
    if (target < 0 || !isThere) return refuse(`${where} refers in “${name}” to a record that does not come before it.`)
  }
  return ok()
}

/**
 * Checks what the form of a template's data cannot say: names that a book takes, references that lead somewhere, views
 * that only read, sample records that come after those they refer to. Fails with `TemplateRefused`, which says why.
 */
export function checkTemplate(template: Template): Result<undefined, Refusal> {
  const tables = new Set(template.tables.map(({ name }) => name))
  const inserted = insertionOrder(template)
  const taken: string[] = []
  for (const { name } of [...template.tables, ...(template.views ?? [])]) {
    const named = checkOwnName('the table', name, taken)
    if (!named.ok) return named
    taken.push(name)
  }
  for (const table of template.tables) {
    const names = ['id']
    for (const field of table.fields) {
      const named = checkOwnName(`a field of “${table.name}”`, field.name, names)
      if (!named.ok) return named
      names.push(field.name)
      const checked = checkField(table, field, tables)
      if (!checked.ok) return checked
    }
    for (let place = 0; place < table.samples.length; place++) {
      const checked = checkSample(inserted, table, place)
      if (!checked.ok) return checked
    }
  }
  const wrong = template.views?.find(({ sql }) => !isOneSelect(sql))
  return wrong ? refuse(`the view “${wrong.name}” is more or less than one SELECT.`) : ok()
}
