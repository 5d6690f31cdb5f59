import { listNames } from '../checkDatabase'
import type { Finding } from '../inspection'
import type { FieldProfile, PlannedType } from './fieldProfile'
import { nameInWords, type PlannedField, type PlannedTable, type TableProfile } from './planTables'

const WORDS: Partial<Record<PlannedType, string>> = {
  MONEY_INTEGER: 'Amounts are kept exactly, as whole minor units (cents)',
  BOOLEAN: 'Read as yes and no',
  DATE: 'Read as dates',
  DATETIME: 'Read as dates with a time',
  JSON_TEXT: 'Lists and records inside a field are kept as JSON text',
}

/** The same, of a file in which everything is text, so that reading it as a number is a guess worth telling. */
const TEXTUAL_WORDS: Partial<Record<PlannedType, string>> = {
  ...WORDS,
  INTEGER: 'Read as whole numbers',
  REAL: 'Read as decimal numbers',
}

/** A finding about these tables or fields, or none where there are none. */
export function namesFinding(code: Finding['code'], severity: Finding['severity'], words: string, names: Iterable<string>): Finding[] {
  const list = [...names].map(nameInWords)
  return list.length === 0 ? [] : [{ code, severity, detail: `${words}: ${listNames(list)}.` }]
}

type FieldTest = (field: PlannedField, profile: FieldProfile | undefined) => boolean

/** What the values of each field were read as, and what of them could not be kept as it was. */
export function describeLoading(tables: readonly PlannedTable[], profiles: readonly TableProfile[], textual: boolean): Finding[] {
  const profileOf = new Map(profiles.map((profile) => [profile.index, profile.fields]))
  const fieldsWhere = (test: FieldTest) =>
    tables.flatMap((table) => table.fields.filter((field, i) => test(field, profileOf.get(table.index)?.[i]?.profile)).map((field) => `${table.name}.${field.name}`))
  const info = (words: string, test: FieldTest) => namesFinding('converted', 'info', words, fieldsWhere(test))
  const textType = (type: PlannedType) => type === 'TEXT' || type === 'LONGTEXT'
  return [
    ...Object.entries(textual ? TEXTUAL_WORDS : WORDS).flatMap(([type, words]) => info(words, (field) => field.type === type)),
    ...info('Whole numbers are read as references to other records', (field) => field.refersTo !== null),
    ...info('Numbers and yes/no values are kept as text, as they are written', ({ type }, profile) => textType(type) && (profile?.nonTextValues ?? 0) > 0),
    ...info('Lists and records inside a field stand as JSON text among other values', ({ type }, profile) => textType(type) && (profile?.nestedValues ?? 0) > 0),
    ...info('Empty cells are kept as empty, without a value', ({ type }, profile) => !textType(type) && (profile?.emptyTexts ?? 0) > 0),
    ...namesFinding('not-carried', 'warning', 'Some characters are no characters and became “\ufffd”', fieldsWhere((_, profile) => (profile?.brokenTexts ?? 0) > 0)),
    ...namesFinding('not-carried', 'info', 'Tables without records come without their fields',
      tables.filter((table) => (profileOf.get(table.index)?.length ?? 0) === 0).map((table) => table.name)),
  ]
}
