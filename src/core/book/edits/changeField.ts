import { equalCells, type Cell } from '../../base/cell'
import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { Edit, FieldDescription, FieldDraft, RecordKey } from '../bookDescription'
import { currencyDigits } from '../currencyDigits'
import { fieldKindOf, type ReferenceTarget } from '../fieldKind'
import { findEditableTable, findField, keySql, type KeyedTable } from '../keyedTable'
import { renameInLayout } from '../layout/renameInLayout'
import { readRowJson, rowJsonSql } from '../rowJson'
import type { SqlDatabase } from '../sqlEngine'
import { reshaped, type EditContext, type EditResult } from './appliedEdit'
import { checkName } from './checkName'
import { cellToShortText } from './checkValue'
import { convertCell, type Conversion } from './convertCell'
import { checkDraft, referringFields } from './draftToSql'
import { redefinedFieldSql } from './fieldSqlEdits'
import { checkTable, createReferenceIndex, indexesWith, rewriteTableSql } from './rewriteTableSql'
import { trySql } from './sqlErrorToFailure'
import { updateRecord } from './writeRecords'

interface Converted {
  readonly key: RecordKey
  readonly cell: Cell
}

/** The values that have to be written anew for the new kind; fails with how many do not convert, and one of them. */
function convertValues(db: SqlDatabase, table: KeyedTable, field: FieldDescription, conversion: Conversion): Result<Converted[], Failure> {
  const column = quoteIdentifier(field.name)
  const changed: Converted[] = []
  const misfits: string[] = []
  const statement = db.prepare(`SELECT ${rowJsonSql([...keySql(table), column], { exact: true, blobLimit: null })} FROM ${quoteIdentifier(table.name)} WHERE ${column} IS NOT NULL`)
  try {
    for (let row = statement.next(); row; row = statement.next()) {
      const cells = readRowJson(row) ?? []
      const cell = cells.at(-1) ?? null
      const converted = convertCell(cell, conversion)
      if (converted === undefined) misfits.push(cellToShortText(cell))
      else if (!equalCells(cell, converted)) changed.push({ key: cells.slice(0, -1), cell: converted })
    }
  } finally {
    statement.free()
  }
  if (misfits.length === 0) return ok(changed)
  const value = misfits.length === 1 ? (misfits[0] ?? '') : `${misfits[0]} (+ ${misfits.length - 1})`
  return fail({ type: 'ValueDoesNotFit', table: table.name, field: field.name, kind: conversion.to.kind, value })
}

/** That no record is without a value in a field that becomes required. */
function checkFilled(db: SqlDatabase, table: KeyedTable, field: FieldDescription): Result<undefined, Failure> {
  const column = quoteIdentifier(field.name)
  const empty = Number(db.rows(`SELECT count(*) FROM ${quoteIdentifier(table.name)} WHERE ${column} IS NULL OR ${column} = ''`)[0]?.[0])
  return empty === 0 ? ok() : fail({ type: 'ConstraintBroken', table: table.name, detail: `${empty} of its records have no value in “${field.name}”` })
}

/** That each value is a key of the table referred to, after the field was redefined. */
function checkTargets(db: SqlDatabase, table: KeyedTable, field: string, target: ReferenceTarget): Result<undefined, Failure> {
  const column = `t.${quoteIdentifier(field)}`
  const orphans = Number(
    db.rows(
      `SELECT count(*) FROM ${quoteIdentifier(table.name)} t WHERE ${column} IS NOT NULL ` +
        `AND NOT EXISTS (SELECT 1 FROM ${quoteIdentifier(target.table)} o WHERE o.${quoteIdentifier(target.field)} = ${column})`,
    )[0]?.[0],
  )
  if (orphans === 0) return ok()
  return fail({ type: 'ConstraintBroken', table: table.name, detail: `${orphans} values of “${field}” are not in “${target.table}”` })
}

/** Writes converted values without waking the table's triggers. */
function writeConverted(db: SqlDatabase, table: KeyedTable, field: string, values: readonly Converted[]): void {
  if (values.length === 0) return
  const triggers = db.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", [table.name])
  for (const [name] of triggers) db.run(`DROP TRIGGER ${quoteIdentifier(String(name))}`)
  for (const { key, cell } of values) updateRecord(db, table, key, [field], [cell])
  for (const [, sql] of triggers) db.run(String(sql))
}

function isSameDefinition(field: FieldDescription, draft: FieldDraft, target: ReferenceTarget | null): boolean {
  return (
    field.kind === draft.kind &&
    field.required === draft.required &&
    (draft.kind !== 'choice' || JSON.stringify(field.choices) === JSON.stringify(draft.choices)) &&
    (field.refersTo?.table.toLowerCase() ?? null) === (target?.table.toLowerCase() ?? null)
  )
}

/** Everything but the name: checks the values, rewrites the definition, converts, checks the whole table. */
function redefineField(context: EditContext, table: KeyedTable, field: FieldDescription, draft: FieldDraft, target: ReferenceTarget | null): Result<undefined, Failure> {
  const { db, shape, identity } = context
  const refuse = (detail: string) => fail({ type: 'ConstraintBroken' as const, table: table.name, detail })
  if (field.key) return refuse(`“${field.name}” tells its records apart`)
  if (field.generated) return refuse(`“${field.name}” is calculated`)
  const [referring] = referringFields(shape, table.name, field.name)
  if (referring && field.kind !== draft.kind) return refuse(`${referring} refers to “${field.name}”`)
  const conversion: Conversion = {
    from: field.kind,
    to: draft,
    toWholeReference: target !== null && fieldKindOf({ declaredType: target.declaredType, choices: [], refersTo: null }) === 'whole-number',
    digits: currencyDigits(identity.currency),
  }
  const filled = draft.required && !field.required ? checkFilled(db, table, field) : ok()
  if (!filled.ok) return filled
  const mustConvert = field.kind !== draft.kind || draft.kind === 'choice' || draft.kind === 'reference'
  const values = mustConvert ? convertValues(db, table, field, conversion) : ok<Converted[]>([])
  if (!values.ok) return values
  const [row] = db.rows("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", [table.name])
  const sql = redefinedFieldSql(String(row?.[0] ?? ''), field, draft, target)
  if (sql === null) return refuse('its definition cannot be read')
  const rewritten = trySql(table.name, false, () => {
    rewriteTableSql(db, table.name, sql)
    writeConverted(db, table, field.name, values.value)
    if (target && indexesWith(db, table.name, field.name).length === 0) createReferenceIndex(db, table.name, field.name)
  })
  if (!rewritten.ok) return rewritten
  const targets = target ? checkTargets(db, table, field.name, target) : ok()
  return targets.ok ? checkTable(db, table.name) : targets
}

/** Renames a field, and changes what it holds if every value it has can be kept. */
export function changeField(context: EditContext, edit: Extract<Edit, { type: 'changeField' }>): EditResult {
  const { db, shape } = context
  const found = findEditableTable(shape, edit.table)
  if (!found.ok) return found
  const table = found.value
  const field = findField(table, edit.name)
  if (!field.ok) return field
  const others = table.fields.filter((one) => one !== field.value).map((one) => one.name)
  const name = checkName(edit.field.name, others)
  if (!name.ok) return name
  const checked = checkDraft(shape, { ...edit.field, name: name.value }, { name: table.name, strict: false, isNew: false })
  if (!checked.ok) return checked
  const { draft, target } = checked.value
  const sameName = name.value === field.value.name
  const sameRest = isSameDefinition(field.value, draft, target)
  if (sameName && sameRest) return ok({ ...reshaped(), inverse: null })
  if (!sameName) {
    const renamed = trySql(table.name, true, () =>
      db.run(`ALTER TABLE ${quoteIdentifier(table.name)} RENAME COLUMN ${quoteIdentifier(field.value.name)} TO ${quoteIdentifier(name.value)}`),
    )
    if (!renamed.ok) return renamed
    const { layout } = context.identity
    if (layout) context.changeIdentity({ layout: renameInLayout(layout, { table: table.name, field: field.value.name, to: name.value }) })
  }
  if (sameRest) return ok(reshaped())
  const strict = checkDraft(shape, draft, { name: table.name, strict: table.strict && field.value.kind !== draft.kind, isNew: false })
  if (!strict.ok) return strict
  const redefined = redefineField(context, table, { ...field.value, name: name.value }, draft, target)
  return redefined.ok ? ok(reshaped()) : redefined
}
