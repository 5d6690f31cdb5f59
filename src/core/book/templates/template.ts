import type { Cell } from '../../base/cell'
import type { FieldDraft } from '../bookDescription'
import type { BookLayout } from '../layout/bookLayout'

/** A value of a sample record: a cell, a day told from today, or the nth sample record (from 0) of the table a reference points to. */
export type SampleValue = Cell | { readonly daysAgo: number } | { readonly sample: number }

/** A field of a template: a name and a kind; the rest has defaults (not required, no choices). */
export interface TemplateField extends Pick<FieldDraft, 'name' | 'kind'>, Partial<Omit<FieldDraft, 'name' | 'kind'>> {
  /** No two records may have the same value. */
  readonly unique?: boolean
  /** Looked up or sorted by often. */
  readonly indexed?: boolean
}

export interface TemplateTable {
  readonly name: string
  /** Besides the key `id`, which every table gets. */
  readonly fields: readonly TemplateField[]
  readonly samples: readonly Readonly<Record<string, SampleValue>>[]
}

/** What a new book begins with. Tables that others refer to come first. */
export interface Template {
  /** Stands in the journal; never changes. */
  readonly id: string
  /** English; locales may translate it by id. */
  readonly name: string
  readonly description: string
  readonly tables: readonly TemplateTable[]
  /** Views of the database, made after the tables: computed tables, such as balances, that only read. */
  readonly views?: readonly { readonly name: string; readonly sql: string }[]
  readonly layout?: BookLayout
}
