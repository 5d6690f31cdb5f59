import type { Cell } from '../../../core/base/cell'
import { fail, ok, type Result } from '../../../core/base/result'
import type { FieldDescription, FieldKind } from '../../../core/book/bookDescription'
import type { Condition, Period } from '../../../core/book/query/rowFilter'
import type { FieldContext, FieldProblem } from '../../fields/fieldType'
import { fieldToText, readField } from '../../fields/readField'

export type TestName = Condition['test']
/** How two values are held against each other. */
export type Comparison = Extract<Condition, { test: 'compare' }>['how']

/** The spans of time that can be asked for, in the order in which they are offered. */
export const PERIODS: readonly Period[] = [
  'today', 'yesterday', 'this-week', 'last-week', 'this-month', 'last-month', 'this-quarter', 'last-quarter', 'this-year', 'last-year',
  'last-7-days', 'last-30-days', 'last-90-days', 'last-365-days', 'next-7-days', 'next-30-days', 'past', 'future',
]

export const COMPARISONS: readonly Comparison[] = ['at-most', 'less', 'is', 'is-not', 'greater', 'at-least']

const TEXT: readonly TestName[] = ['contains', 'lacks', 'is', 'is-not', 'starts', 'ends', 'empty', 'filled']
const AMOUNT: readonly TestName[] = ['is', 'is-not', 'greater', 'at-least', 'less', 'at-most', 'between', 'compare', 'empty', 'filled']
const DAY: readonly TestName[] = ['in-period', 'is', 'less', 'at-most', 'greater', 'at-least', 'between', 'compare', 'empty', 'filled']
const ONE_OF: readonly TestName[] = ['one-of', 'none-of', 'empty', 'filled']
const SAME: readonly TestName[] = ['is', 'is-not', 'empty', 'filled']

const TESTS: Record<FieldKind, readonly TestName[]> = {
  text: TEXT, 'long-text': TEXT, 'whole-number': AMOUNT, decimal: AMOUNT, money: AMOUNT, date: DAY, 'date-time': DAY,
  'yes-no': ['is', 'empty', 'filled'], choice: ONE_OF, reference: SAME, file: ['filled', 'empty'],
}

/** The tests that make sense for a kind of field, the most likely one first. */
export const testsFor = (kind: FieldKind): readonly TestName[] => TESTS[kind]

/** A condition while it is being written. */
export interface FilterDraft {
  readonly field: string
  readonly test: TestName
  readonly text: string
  readonly until: string
  readonly picked: readonly string[]
  readonly period: Period
  readonly how: Comparison
  readonly other: string
}

/** What a new condition on a field begins with. */
export function emptyDraft(field: FieldDescription): FilterDraft {
  const text = field.kind === 'yes-no' ? '1' : ''
  return { field: field.name, test: testsFor(field.kind)[0] ?? 'is', text, until: '', picked: [], period: 'this-month', how: 'at-most', other: '' }
}

/** A condition as it is written again. */
export function conditionToDraft(condition: Condition, field: FieldDescription, context: FieldContext): FilterDraft {
  const draft = emptyDraft(field)
  const toText = (cell: Cell) => fieldToText(field, cell, context)
  switch (condition.test) {
    case 'between':
      return { ...draft, test: 'between', text: toText(condition.from), until: toText(condition.to) }
    case 'one-of':
    case 'none-of':
      return { ...draft, test: condition.test, picked: condition.values.map(toText) }
    case 'contains':
    case 'lacks':
    case 'starts':
    case 'ends':
      return { ...draft, test: condition.test, text: condition.text }
    case 'in-period':
      return { ...draft, test: 'in-period', period: condition.period }
    case 'in-part':
      return { ...draft, test: 'is', text: condition.value }
    case 'compare':
      return { ...draft, test: 'compare', how: condition.how, other: condition.other }
    case 'empty':
    case 'filled':
      return { ...draft, test: condition.test }
    default:
      return { ...draft, test: condition.test, text: toText(condition.value) }
  }
}

/** The condition that was written; fails where a value is missing or is none of the field's. */
export function draftToCondition(draft: FilterDraft, field: FieldDescription, context: FieldContext): Result<Condition, FieldProblem> {
  const read = (text: string): Result<Cell, FieldProblem> => readField({ ...field, required: true, automatic: false }, text, null, context)
  const name = field.name
  switch (draft.test) {
    case 'empty':
    case 'filled':
      return ok({ test: draft.test, field: name })
    case 'contains':
    case 'lacks':
    case 'starts':
    case 'ends':
      return draft.text === '' ? fail({ code: 'required' }) : ok({ test: draft.test, field: name, text: draft.text })
    case 'one-of':
    case 'none-of':
      return draft.picked.length === 0 ? fail({ code: 'required' }) : ok({ test: draft.test, field: name, values: [...draft.picked] })
    case 'in-period':
      return ok({ test: 'in-period', field: name, period: draft.period })
    case 'compare':
      return draft.other === '' ? fail({ code: 'required' }) : ok({ test: 'compare', field: name, how: draft.how, other: draft.other })
    case 'between': {
      const from = read(draft.text)
      if (!from.ok) return from
      const to = read(draft.until)
      return to.ok ? ok({ test: 'between', field: name, from: from.value, to: to.value }) : to
    }
    case 'in-part':
      return ok({ test: 'in-part', field: name, part: 'day', value: draft.text })
    default: {
      // a moment is seldom meant to the second: its day is
      if (draft.test === 'is' && field.kind === 'date-time' && /^[0-9-]{10}$/.test(draft.text)) {
        return ok({ test: 'in-part', field: name, part: 'day', value: draft.text })
      }
      const value = read(draft.text)
      return value.ok ? ok({ test: draft.test, field: name, value: value.value }) : value
    }
  }
}

/** Fields of the same table that a field can be held against. */
export function comparableFields(field: FieldDescription, fields: readonly FieldDescription[]): readonly FieldDescription[] {
  const isNumber = (kind: FieldKind) => kind === 'whole-number' || kind === 'decimal'
  return fields.filter((other) => other.name !== field.name && (other.kind === field.kind || (isNumber(other.kind) && isNumber(field.kind))))
}
