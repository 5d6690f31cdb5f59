import type { Cell } from '../../../core/base/cell'
import { fail, ok, type Result } from '../../../core/base/result'
import type { FieldDescription, RowQuery, RowWindow, TableDescription } from '../../../core/book/bookDescription'
import { labelFieldIndex } from '../../../core/book/labelFieldIndex'
import type { Failure } from '../../../core/base/failure'
import type { Condition } from '../../../core/book/query/rowFilter'
import type { FieldContext } from '../../fields/fieldType'
import { readField } from '../../fields/readField'
import { cellToPlainText } from '../../fields/showAnyCell'
import type { RangeProblem } from './planRangeWrite'

/** Which record of another table a text names: by what it is called, or else by its key. */
export interface ReferenceNames {
  find(text: string): Result<Cell, RangeProblem>
}

/** How many texts are looked for with one question. */
const AT_ONCE = 400

type ReadRows = (query: RowQuery) => Promise<Result<RowWindow, Failure>>

/** Looks up all texts that are to become references of one field, whatever the size of the table that it points to. */
export async function readReferenceNames(
  field: FieldDescription, target: TableDescription, texts: readonly string[], context: FieldContext, readRows: ReadRows,
): Promise<Result<ReferenceNames, Failure>> {
  const valueIndex = target.fields.findIndex((one) => one.name === field.refersTo?.field)
  const labelIndex = labelFieldIndex(target)
  const valueName = target.fields[valueIndex]?.name
  const labelName = target.fields[labelIndex]?.name
  const wanted = [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))]
  const byLabel = new Map<string, Map<string, { label: string; cell: Cell }>>()
  const byKey = new Map<string, Cell>()
  const keyOf = (text: string) => {
    const read = readField({ ...field, required: false }, text, null, context)
    return read.ok ? read.value : null
  }

  for (let from = 0; from < wanted.length && valueName !== undefined; from += AT_ONCE) {
    const some = wanted.slice(from, from + AT_ONCE)
    const conditions: Condition[] = [{ test: 'one-of', field: valueName, values: some.map(keyOf).filter((cell) => cell !== null) }]
    if (labelName !== undefined) conditions.push({ test: 'one-of', field: labelName, values: some })
    const result = await readRows({ table: target.name, from: 0, count: 10 * AT_ONCE, sort: [], search: '', filter: { match: 'any', conditions } })
    if (!result.ok) return result
    for (const { cells } of result.value.rows) {
      const cell = cells[valueIndex] ?? null
      const label = cellToPlainText(cells[labelIndex] ?? null).trim()
      byKey.set(JSON.stringify(cell), cell)
      if (labelName === undefined) continue
      const same = byLabel.get(label.toLowerCase()) ?? new Map<string, { label: string; cell: Cell }>()
      byLabel.set(label.toLowerCase(), same.set(JSON.stringify(cell), { label, cell }))
    }
  }

  return ok({
    find(text) {
      const trimmed = text.trim()
      const called = [...(byLabel.get(trimmed.toLowerCase())?.values() ?? [])]
      const exactly = called.filter(({ label }) => label === trimmed)
      const [only, another] = exactly.length > 0 ? exactly : called
      if (only) return another ? fail({ code: 'severalRecords', table: target.name }) : ok(only.cell)
      const byItsKey = byKey.get(JSON.stringify(keyOf(trimmed)))
      return byItsKey === undefined ? fail({ code: 'noSuchRecord', table: target.name }) : ok(byItsKey)
    },
  })
}
