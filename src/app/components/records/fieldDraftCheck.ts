import type { FieldDraft } from '../../../core/book/bookDescription'

/** What is missing in a field that is being designed; `records.problems.<code>` words it. */
export type DraftProblem = 'noName' | 'nameTaken' | 'noChoices' | 'noTarget'

/** A field that holds text and nothing is asked of yet. */
export const emptyDraft: FieldDraft = { name: '', kind: 'text', required: false, choices: [], refersTo: null }

/** The choices of a text with one on each line; blank and repeated lines do not count. */
export function linesToChoices(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '')
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
  return {
    name: draft.name.trim(),
    kind: draft.kind,
    required: draft.required,
    choices: draft.kind === 'choice' ? [...draft.choices] : [],
    refersTo: draft.kind === 'reference' ? draft.refersTo : null,
  }
}
