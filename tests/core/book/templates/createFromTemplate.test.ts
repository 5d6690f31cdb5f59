import { describe, expect, test } from 'vitest'
import { createFromTemplate } from '../../../../src/core/book/templates/createFromTemplate'
import { insertionOrder } from '../../../../src/core/book/templates/insertionOrder'
import { findTemplate, listTemplates } from '../../../../src/core/book/templates/listTemplates'
import { openEngine } from '../../../support/engines'
import { good } from '../../../support/sessions'
import { openEditing } from '../editing'

const engine = await openEngine()
const open = (id: string, withSamples: boolean) => {
  const template = findTemplate(id)
  if (!template) throw new Error('no template')
  const { db } = engine.openImage(null)
  const { samples } = createFromTemplate(db, template, { withSamples, today: '2026-03-01' })
  const sql = db.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid").map(([text]) => String(text)).join(';\n')
  return { db, template, samples, sql }
}

test('the ids are stable', () => expect(listTemplates().map(({ id }) => id)).toEqual(['household-budget', 'shop', 'society', 'freight', 'log', 'blank']))

describe.each(listTemplates().map(({ id }) => id))('%s', (id) => {
  test('makes the fields that it says, and sound records', () => {
    const { db, template, samples, sql } = open(id, true)
    expect(db.rows('PRAGMA foreign_key_check')).toEqual([])
    expect(db.rows('PRAGMA integrity_check')).toEqual([['ok']])
    const book = openEditing(engine, sql, { samples })
    for (const table of template.tables) {
      const described = book.table(table.name)
      expect(described.fields.slice(1).map(({ name, kind, required }) => ({ name, kind, required }))).toEqual(
        table.fields.map(({ name, kind, required }) => ({ name, kind, required: required ?? false })),
      )
      for (const field of table.fields) expect(described.fields.find(({ name }) => name === field.name)?.refersTo?.table).toBe(field.refersTo ?? undefined)
      expect(db.rows(`SELECT count(*) FROM "${table.name}"`)).toEqual([[table.samples.length]])
    }
  })
  test('every sample is what the editor itself would take, and all of them can be removed', () => {
    const { db, template, samples, sql } = open(id, true)
    const book = openEditing(engine, sql, { samples })
    for (const table of insertionOrder(template)) {
      const names = ['id', ...table.fields.map(({ name }) => name)]
      const rows = db.rows(`SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM "${table.name}" ORDER BY id`)
      for (const row of rows) {
        const values = Object.fromEntries(names.flatMap((name, i) => (typeof row[i] === 'number' || typeof row[i] === 'string' ? [[name, row[i]]] : [])))
        good(book.edit({ type: 'addRecord', table: table.name, values }))
      }
    }
    const total = samples.reduce((sum, { keys }) => sum + keys.length, 0)
    expect(good(book.edit({ type: 'removeSamples' })).records).toBe(total)
    for (const table of template.tables) expect(book.cells(table.name)).toEqual([])
  })
  test('without samples there are none', () => {
    const { db, samples, template } = open(id, false)
    expect(samples).toEqual([])
    for (const { name } of template.tables) expect(db.rows(`SELECT count(*) FROM "${name}"`)).toEqual([[0]])
  })
})

test('sample dates are told from today, over the ends of months and years', () => {
  const { db } = open('household-budget', true)
  expect(db.rows("SELECT date FROM expenses WHERE description = 'Rent' ORDER BY date")).toEqual([['2025-12-30'], ['2026-01-30']])
  expect(db.rows('SELECT max(date) FROM expenses')).toEqual([['2026-03-01']])
})
