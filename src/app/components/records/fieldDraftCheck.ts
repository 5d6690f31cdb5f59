import type { Cell } from '../../../core/base/cell'
import type { Result } from '../../../core/base/result'
import { fail, ok } from '../../../core/base/result'
import type { FieldDescription, FieldDraft, FieldKind } from '../../../core/book/bookDescription'
import { readInitial } from '../../../core/book/initialValue'
import type { FieldContext, FieldProblem } from '../../fields/fieldType'
import { fieldToText, readField } from '../../fields/readField'

/** What is missing in a field that is being designed; `records.problems.<code>` words it. */
export type DraftProblem = 'noName' | 'nameTaken' | 'noChoices' | 'noTarget'

/** A field that holds text and nothing is asked of yet. */
export const emptyDraft: FieldDraft = { name: '', kind: 'text', required: false, choices: [], refersTo: null }

/** The kinds that can have a least and a most. */
export const RANGED: ReadonlySet<FieldKind> = new Set<FieldKind>(['whole-number', 'decimal', 'money', 'date', 'date-time'])

/** The kinds for which it makes sense to ask that no two records are alike. */
export const UNIQUE: ReadonlySet<FieldKind> = new Set<FieldKind>(['text', 'whole-number', 'decimal', 'date', 'date-time', 'reference', 'choice', 'money'])

/** A choice in the list that is being edited; `former` is what it was called, null for a new one. */
export interface ChoiceLine {
  readonly former: string | null
  readonly text: string
}

/** The lines of choices that are there. */
export const choicesToLines = (choices: readonly string[]): ChoiceLine[] => choices.map((choice) => ({ former: choice, text: choice }))

/** The choices of an edited list, and what is called something else than before; blank and repeated lines do not count. */
export function linesToChoices(lines: readonly ChoiceLine[]): { choices: string[]; renamed: Record<string, string> } {
  const choices: string[] = []
  const renamed: Record<string, string> = {}
  for (const { former, text } of lines) {
    const choice = text.trim()
    if (choice === '' || choices.includes(choice)) continue
    choices.push(choice)
    if (former !== null && former !== choice) renamed[former] = choice
  }
  return { choices, renamed }
}

/** The rules of a draft as they are typed. */
export interface RuleTexts {
  readonly initial: string
  readonly least: string
  readonly most: string
  /** New records begin with the day or the moment of their making. */
  readonly beginsNow: boolean
}

/** A draft as a field, so that its values can be typed and shown like any other. */
export function draftToField(draft: FieldDraft, currency: string, targetField: string): FieldDescription {
  return {
    name: draft.name,
    kind: draft.kind,
    declaredType: '',
    required: false,
    key: false,
    automatic: false,
    generated: false,
    unique: false,
    choices: draft.choices,
    refersTo: draft.kind === 'reference' && draft.refersTo !== null ? { table: draft.refersTo, field: targetField } : null,
    currency,
    secret: false,
  }
}

/** The texts that editing the rules of a draft begins with. */
export function draftToRules(draft: FieldDraft, field: FieldDescription, context: FieldContext): RuleTexts {
  const { initial = null } = draft
  const beginsNow = typeof initial === 'object' && initial !== null && 'now' in initial
  const text = (cell: Cell | undefined) => (cell === undefined || cell === null ? '' : fieldToText(field, cell, context))
  return { initial: beginsNow ? '' : text(initial), least: text(draft.least), most: text(draft.most), beginsNow }
}

/** The rules that were typed, or the first that is no value of the field. */
export function readRules(texts: RuleTexts, field: FieldDescription, context: FieldContext): Result<Pick<FieldDraft, 'initial' | 'least' | 'most'>, { rule: 'initial' | 'least' | 'most'; problem: FieldProblem }> {
  const cells: Partial<Record<'initial' | 'least' | 'most', Cell>> = {}
  for (const rule of ['initial', 'least', 'most'] as const) {
    const read = readField(field, texts[rule], null, context)
    if (!read.ok) return fail({ rule, problem: read.failure })
    cells[rule] = read.value
  }
  const { initial = null, least = null, most = null } = cells
  const ranged = RANGED.has(field.kind)
  const now = texts.beginsNow && (field.kind === 'date' || field.kind === 'date-time') ? { now: field.kind } : null
  return ok({ initial: now ?? (field.kind === 'file' ? null : initial), least: ranged ? least : null, most: ranged ? most : null })
}

/** A field of the book as a draft to be changed. A beginning that only the database can tell is left out, and so stays. */
export function fieldToDraft(field: FieldDescription): FieldDraft {
  const initial = readInitial(field.initialSql)
  return {
    name: field.name,
    kind: field.kind,
    required: field.required,
    choices: [...field.choices],
    refersTo: field.refersTo?.table ?? null,
    unique: field.unique,
    ...(initial === undefined ? {} : { initial }),
    least: field.least ?? null,
    most: field.most ?? null,
  }
}

/** What keeps a draft from being saved; null when nothing does. `taken` are the other fields' names. */
export function checkDraft(draft: FieldDraft, taken: readonly string[]): DraftProblem | null {
  const name = draft.name.trim().toLowerCase()
  if (name === '') return 'noName'
  if (taken.some((one) => one.toLowerCase() === name)) return 'nameTaken'
  if (draft.kind === 'choice' && draft.choices.length === 0) return 'noChoices'
  return draft.kind === 'reference' && draft.refersTo === null ? 'noTarget' : null
}

/** A draft as it is stored: trimmed, and without what its kind has no use for. */
export function tidyDraft(draft: FieldDraft): FieldDraft {
  const isChoice = draft.kind === 'choice'
  const { renamedChoices = {}, ...rest } = draft
  return {
    ...rest,
    name: draft.name.trim(),
    choices: isChoice ? [...draft.choices] : [],
    refersTo: draft.kind === 'reference' ? draft.refersTo : null,
    unique: draft.unique === true && UNIQUE.has(draft.kind),
    ...(isChoice && Object.keys(renamedChoices).length > 0 ? { renamedChoices: { ...renamedChoices } } : {}),
  }
}
