import type { Cell } from '../base/cell'
import type { AsleepObject } from './bookHead'
import type { BroughtTable } from './broughtTable'
import type { BookLayout } from './layout/bookLayout'
import type { RowFilter } from './query/rowFilter'
import type { SearchMeaning } from './query/searchMeaning'

/** What a field holds, in the person's terms. Told from the declared SQL type and constraints; `fieldKind.ts` has the rules. */
export type FieldKind = 'text' | 'long-text' | 'whole-number' | 'decimal' | 'money' | 'date' | 'date-time' | 'yes-no' | 'choice' | 'reference' | 'file'

export interface FieldDescription {
  readonly name: string
  readonly kind: FieldKind
  readonly declaredType: string
  readonly required: boolean
  /** Part of the primary key. */
  readonly key: boolean
  /** Filled by the database when left empty (integer primary key, default, generated). */
  readonly automatic: boolean
  readonly generated: boolean
  readonly unique: boolean
  /** The allowed values of a choice. */
  readonly choices: readonly string[]
  /** The table and field that a reference points to. */
  readonly refersTo: { table: string; field: string } | null
  /** What a new record begins with, as SQL; null = nothing. */
  readonly initialSql?: string | null
  readonly least?: Cell
  readonly most?: Cell
  /** ISO 4217 code of a money field; left out = the book's. */
  readonly currency?: string
  /** Looks like a secret by its name; left out of backups unless the person says otherwise. */
  readonly secret: boolean
}

/**
 * Why a table cannot be edited: it is a view, a virtual table, one whose records nothing tells apart, or one in which a
 * virtual table keeps its contents (`kept`). `no-module` and `broken` ones cannot even be read: a virtual table of a part
 * of SQLite that is missing here, and a view of what is not there.
 */
export type ReadOnlyReason = 'view' | 'virtual' | 'no-key' | 'kept' | 'no-module' | 'broken'

export interface TableDescription {
  readonly name: string
  /** Virtual tables are shown read-only; those whose part of SQLite is missing here have no fields. */
  readonly kind: 'table' | 'view' | 'virtual'
  readonly fields: readonly FieldDescription[]
  /** null for views, which are not counted until opened. */
  readonly records: number | null
  /** Why it cannot be edited; null when it can. */
  readonly readOnly: ReadOnlyReason | null
  readonly triggers: readonly string[]
  readonly sql: string
}

/** The shape of a book: all that a screen needs besides records. */
export interface BookDescription {
  readonly tables: readonly TableDescription[]
  readonly asleep: readonly AsleepObject[]
  readonly hasSamples: boolean
  readonly layout: BookLayout
}

/** Tells a record from all others of its table: the rowid, or the primary key of a table WITHOUT ROWID. */
export type RecordKey = readonly Cell[]

/** A record of a window; cells in the order of the table's fields. */
export interface RecordRow {
  readonly key: RecordKey
  readonly cells: readonly Cell[]
}

/** Which records, in which order. */
export interface RowQuery {
  readonly table: string
  readonly from: number
  readonly count: number
  readonly sort: readonly { readonly field: string; readonly descending: boolean }[]
  /** Text that must occur in what some field shows, without regard to case; empty = all. */
  readonly search: string
  /** What that text means in the person's language besides itself; left out = nothing, and yes and no are found as 1 and 0. */
  readonly meant?: SearchMeaning
  readonly filter?: RowFilter
  /** The person's day, `YYYY-MM-DD`: periods in the filter are told from it. Needed only there. */
  readonly today?: string
}

/** A window of records, and how many match in all. */
export interface RowWindow {
  readonly rows: readonly RecordRow[]
  readonly total: number
}

/** A field to be made or changed. Where a field is changed, a rule that is left out stays as it is if the kind does; `null` and `false` take it away. */
export interface FieldDraft {
  readonly name: string
  readonly kind: FieldKind
  readonly required: boolean
  readonly choices: readonly string[]
  readonly refersTo: string | null
  /** No two records may have the same value. */
  readonly unique?: boolean
  /** What a new record begins with; `{now: …}` = the day or the moment in which it is made. */
  readonly initial?: Cell | { readonly now: 'date' | 'date-time' }
  /** The least and the most a number or a date may be; kept by the database itself. */
  readonly least?: Cell
  readonly most?: Cell
  /** Where a choice is called something else from now on: what it was called before, and what now. Its records change along. */
  readonly renamedChoices?: Readonly<Record<string, string>>
}

/** Why a value cannot stay as a field is changed: it does not convert, or what the field then demands is not so. */
export type MisfitReason = 'kind' | 'empty' | 'least' | 'most' | 'twice' | 'target'

/** What changing a field would do to the records, told before it is done. */
export interface FieldChangePreview {
  readonly records: number
  /** How many of them fit as they are or can be converted. */
  readonly convertible: number
  /** The first 20 that do not fit, long values cut and files left out. */
  readonly examples: readonly { readonly key: RecordKey; readonly cell: Cell; readonly reason: MisfitReason }[]
}

/** What a person can do to a book; each is one change with one undo. */
export type Edit =
  | { type: 'addRecord'; table: string; values: Readonly<Record<string, Cell>> }
  | { type: 'changeRecord'; table: string; key: RecordKey; values: Readonly<Record<string, Cell>> }
  /** A paste, a fill, a change to many: all of it or nothing; `SeveralRefused` names the records that do not fit. */
  | { type: 'changeRecords'; table: string; changes: readonly { readonly key: RecordKey; readonly values: Readonly<Record<string, Cell>> }[]; additions: readonly Readonly<Record<string, Cell>>[] }
  | { type: 'deleteRecords'; table: string; keys: readonly RecordKey[] }
  | { type: 'addTable'; name: string; fields: readonly FieldDraft[] }
  | { type: 'renameTable'; table: string; name: string }
  | { type: 'deleteTable'; table: string }
  | { type: 'addField'; table: string; field: FieldDraft }
  | { type: 'changeField'; table: string; name: string; field: FieldDraft }
  | { type: 'deleteField'; table: string; name: string }
  | { type: 'removeSamples' }
  | { type: 'wake'; name: string }
  | { type: 'renameBook'; name: string }
  /** Saved views, charts and the Today page; parts that are not named stay as they are. */
  | { type: 'changeLayout'; layout: Partial<BookLayout> }
  | { type: 'bringIn'; tables: readonly BroughtTable[] }

/** What an edit did. `key` is that of an added record. */
export interface EditOutcome {
  readonly generation: number
  readonly key: RecordKey | null
  readonly records: number
  /** How many of them are new, where records were brought in. */
  readonly added?: number
  /** What the person can undo now; null = nothing. */
  readonly undo: Edit['type'] | null
  readonly redo: Edit['type'] | null
}
