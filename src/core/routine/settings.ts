import * as z from 'zod/mini'
import { DEFAULT_THRESHOLDS } from './exposure'

// the page needs these schemas before its first paint: the small half of zod, a tenth of the size.
// It would otherwise try out `new Function`, which the content policy forbids and reports
z.config({ jitless: true })

const fields = z.array(z.strictObject({ table: z.string(), field: z.string() }))
const positive = z.number().check(z.positive())
const steps = z.tuple([positive, positive, positive])

const texts = z._default(z.array(z.string()), [])

/** How a table is laid out on this device while no saved view is chosen. Names may have become wrong since. */
export const tableLookSchema = z.object({
  /** The saved view that was chosen last; empty = all records. */
  view: z._default(z.string(), ''),
  order: texts,
  hidden: texts,
  pinned: texts,
  /** Widths of fields in CSS pixels. */
  widths: z._default(z.record(z.string(), z.number()), {}),
  sort: z._default(z.array(z.object({ field: z.string(), descending: z.boolean() })), []),
  /** null = those that the table begins with. */
  totals: z._default(z.nullable(z.array(z.object({ fold: z.enum(['count', 'sum', 'average', 'least', 'most']), field: z.nullable(z.string()) }))), null),
})

/** What a person set for one book on this device. */
export const bookSettingsSchema = z.object({
  /** UTC milliseconds until which the reminder keeps quiet; 0 = not snoozed. */
  snoozedUntil: z._default(z.number(), 0),
  /** Secret-looking fields that go into backups all the same. */
  keepFields: z._default(fields, []),
  /** Other fields that stay out of backups. */
  leaveOutFields: z._default(fields, []),
  /**
   * The passphrase that this book's backups are encrypted with; null = they are not. It is kept on the device, where the
   * book itself lies open, so that closing the day stays one click; it is never in a backup. Times are UTC milliseconds;
   * `provedAt` is when the person last typed it from memory or paper; until `proofSnoozedUntil` they are not asked to.
   */
  encryption: z._default(z.nullable(z.object({ passphrase: z.string(), since: z.number(), provedAt: z.number(), proofSnoozedUntil: z.optional(z.number()) })), null),
  /** Tables by their names. An unreadable one costs no other setting. */
  tables: z.catch(z.optional(z.record(z.string(), tableLookSchema)), undefined),
})

/** What a person set on this device; every member has a default, so that old stored settings stay readable. */
export const settingsSchema = z.object({
  operatorName: z._default(z.string(), ''),
  deviceName: z._default(z.string(), ''),
  theme: z._default(z.enum(['system', 'light', 'dark']), 'system'),
  density: z._default(z.enum(['comfortable', 'compact']), 'comfortable'),
  backupForm: z._default(z.enum(['db', 'json']), 'db'),
  gzip: z._default(z.boolean(), false),
  thresholds: z._default(z.object({ hours: steps, changes: steps }), { hours: [...DEFAULT_THRESHOLDS.hours], changes: [...DEFAULT_THRESHOLDS.changes] }),
  lastBookId: z._default(z.string(), ''),
  books: z._default(z.record(z.string(), bookSettingsSchema), {}),
})

export type TableLook = z.infer<typeof tableLookSchema>
export type BookSettings = z.infer<typeof bookSettingsSchema>
export type Settings = z.infer<typeof settingsSchema>
