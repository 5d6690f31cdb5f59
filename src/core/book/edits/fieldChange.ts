import type { Failure } from '../../base/failure'
import { fail, ok, type Result } from '../../base/result'
import type { FieldDescription, FieldDraft, MisfitReason } from '../bookDescription'
import { currencyDigits } from '../currencyDigits'
import { fieldKindOf } from '../fieldKind'
import type { ReferenceTarget } from '../fieldSql'
import { readInitial } from '../initialValue'
import type { KeyedTable } from '../keyedTable'
import type { EditContext } from './appliedEdit'
import { cellToShortText } from './checkValue'
import type { Conversion } from './convertCell'
import { checkDraft, referringFields } from './draftToSql'
import { keepsRange } from './fieldSqlEdits'
import type { FieldPlan, FieldScan } from './scanField'

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** Records that a failure names. */
const MAX_NAMED = 5

/** What a field is to be, with what the draft leaves as it is. */
export interface FieldChange {
  /** As it is, under the name that it is to have. */
  readonly field: FieldDescription
  readonly formerName: string
  readonly draft: FieldDraft
  readonly target: ReferenceTarget | null
}

const sentences: Readonly<Record<Exclude<MisfitReason, 'kind'>, (count: string, field: string, change: FieldChange) => string>> = {
  empty: (count, field) => `${count} of its records have no value in “${field}”`,
  least: (count, field) => `${count} of its records are below the least of “${field}”`,
  most: (count, field) => `${count} of its records are above the most of “${field}”`,
  twice: (count, field) => `${count} of its records have the same “${field}” as another`,
  target: (count, field, { target }) => `${count} values of “${field}” are not in “${target?.table ?? ''}”`,
}

/** Why records stand in the way of a change, with the first of them by their keys. */
export function misfitsToFailure(table: KeyedTable, change: FieldChange, { misfits, examples }: FieldScan): Failure | null {
  const [first] = examples
  if (!first) return null
  const { name } = change.field
  if (first.reason === 'kind') {
    const text = cellToShortText(first.cell)
    return { type: 'ValueDoesNotFit', table: table.name, field: name, kind: change.draft.kind, value: misfits === 1 ? text : `${text} (+ ${misfits - 1})` }
  }
  const keys = examples.slice(0, MAX_NAMED).map(({ key }) => key.map(cellToShortText).join('/'))
  const more = misfits > keys.length ? ', …' : ''
  return { type: 'ConstraintBroken', table: table.name, detail: `${sentences[first.reason](String(misfits), name, change)} (records ${keys.join(', ')}${more})` }
}

const isWholeTarget = (target: ReferenceTarget | null) =>
  target !== null && fieldKindOf({ declaredType: target.declaredType, choices: [], refersTo: null }) === 'whole-number'

/** What has to be asked of the values that are there; null when nothing has. */
export function planOf({ identity }: Pick<EditContext, 'identity'>, table: KeyedTable, { field, formerName, draft, target }: FieldChange): FieldPlan | null {
  const isThis = (one: { table: string; field: string }) => same(one.table, table.name) && same(one.field, formerName)
  const currency = identity.layout?.fields.find((one) => isThis(one) && one.currency !== undefined)?.currency ?? identity.currency
  const converts = field.kind !== draft.kind || draft.kind === 'choice' || draft.kind === 'reference'
  const conversion: Conversion = {
    from: field.kind,
    to: draft,
    toWholeReference: isWholeTarget(target),
    digits: currencyDigits(currency),
    ...(draft.renamedChoices ? { renamedChoices: draft.renamedChoices } : {}),
  }
  const asked = {
    required: draft.required && !field.required,
    unique: draft.unique === true && !field.unique,
    ...(keepsRange(field, draft) ? {} : { least: draft.least ?? null, most: draft.most ?? null }),
  }
  const asks = asked.required || asked.unique || (asked.least ?? null) !== null || (asked.most ?? null) !== null
  return converts || asks ? { conversion: converts ? conversion : null, draft: asked, target } : null
}

/** The draft with what it leaves as it is: the other end of a range of which one end is given. */
function withRange(field: FieldDescription, draft: FieldDraft): FieldDraft {
  if (field.kind !== draft.kind || (draft.least === undefined && draft.most === undefined)) return draft
  return { ...draft, least: draft.least === undefined ? (field.least ?? null) : draft.least, most: draft.most === undefined ? (field.most ?? null) : draft.most }
}

/** Whether new records go on beginning with what they do. */
export function isSameInitial(field: FieldDescription, { initial }: FieldDraft): boolean {
  return initial === undefined || JSON.stringify(readInitial(field.initialSql)) === JSON.stringify(initial)
}

/** Whether a draft changes nothing but the name. */
export function isSameDefinition(field: FieldDescription, draft: FieldDraft, target: ReferenceTarget | null): boolean {
  return (
    field.kind === draft.kind &&
    field.required === draft.required &&
    keepsRange(field, draft) &&
    isSameInitial(field, draft) &&
    (draft.unique === undefined || draft.unique === field.unique) &&
    (draft.kind !== 'choice' || JSON.stringify(field.choices) === JSON.stringify(draft.choices)) &&
    same(field.refersTo?.table ?? '', target?.table ?? '')
  )
}

/** What the rules of the table and its neighbours forbid, whatever the values are. */
export function checkAllowed({ shape }: Pick<EditContext, 'shape'>, table: KeyedTable, { field, draft }: FieldChange): Result<undefined, Failure> {
  const refuse = (detail: string) => fail({ type: 'ConstraintBroken' as const, table: table.name, detail })
  if (field.key) return refuse(`“${field.name}” tells its records apart`)
  if (field.generated) return refuse(`“${field.name}” is calculated`)
  const [referring] = referringFields(shape, table.name, field.name)
  if (referring && (field.kind !== draft.kind || (field.unique && draft.unique === false))) return refuse(`${referring} refers to “${field.name}”`)
  return ok()
}

/** What is to be changed, checked as far as it can be without looking at the values. */
export function findChange(context: Pick<EditContext, 'shape'>, table: KeyedTable, field: FieldDescription, asked: FieldDraft): Result<FieldChange, Failure> {
  const checked = checkDraft(context.shape, withRange(field, asked), { name: table.name, strict: table.strict && field.kind !== asked.kind, isNew: false })
  return checked.ok ? ok({ field: { ...field, name: asked.name }, formerName: field.name, ...checked.value }) : checked
}

