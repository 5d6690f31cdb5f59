import type { Cell } from '../../base/cell'
import type { FieldDraft } from '../bookDescription'
import type { BookLayout } from '../layout/bookLayout'

/**
 * A value of a sample record: a cell, a day told from today (with `at`, `HH:MM`, a moment of it; with `monthsAgo`, that
 * day of a month, or its last one), or the nth sample record (from 0) of the table a reference points to.
 */
export type SampleValue =
  | Cell
  | { readonly daysAgo: number; readonly at?: string }
  | { readonly monthsAgo: number; readonly day: number }
  | { readonly sample: number }

/** Records of each table of a book that go into its template. */
export const MAX_SAMPLE_RECORDS = 50

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

/** The pictures for templates. */
export type TemplateIcon = 'household' | 'shop' | 'society' | 'freight' | 'log' | 'blank'

/** A view of the database: a computed table, such as balances, that only reads. */
export interface TemplateView {
  readonly name: string
  /** One SELECT; it becomes the body of `CREATE VIEW`. */
  readonly sql: string
}

/** What a new book begins with. Its tables stand in the order in which they are shown. */
export interface Template {
  /** Stands in the journal; never changes. */
  readonly id: string
  /** Of the picture that it is offered with. */
  readonly icon: TemplateIcon
  /** English; locales may translate it by id. */
  readonly name: string
  readonly description: string
  readonly tables: readonly TemplateTable[]
  /** Made after the tables, in this order. */
  readonly views?: readonly TemplateView[]
  readonly layout?: BookLayout
}
