import { z } from '../base/zod'
import { DEFAULT_THRESHOLDS } from './exposure'

const fields = z.array(z.strictObject({ table: z.string(), field: z.string() }))
const steps = z.tuple([z.number().positive(), z.number().positive(), z.number().positive()])

/** What a person set for one book on this device. */
export const bookSettingsSchema = z.object({
  /** UTC milliseconds until which the reminder keeps quiet; 0 = not snoozed. */
  snoozedUntil: z.number().default(0),
  /** Secret-looking fields that go into backups all the same. */
  keepFields: fields.default([]),
  /** Other fields that stay out of backups. */
  leaveOutFields: fields.default([]),
})

/** What a person set on this device; every member has a default, so that old stored settings stay readable. */
export const settingsSchema = z.object({
  operatorName: z.string().default(''),
  deviceName: z.string().default(''),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  backupForm: z.enum(['db', 'json']).default('db'),
  gzip: z.boolean().default(false),
  thresholds: z.object({ hours: steps, changes: steps }).default({ hours: [...DEFAULT_THRESHOLDS.hours], changes: [...DEFAULT_THRESHOLDS.changes] }),
  lastBookId: z.string().default(''),
  books: z.record(z.string(), bookSettingsSchema).default({}),
})

export type BookSettings = z.infer<typeof bookSettingsSchema>
export type Settings = z.infer<typeof settingsSchema>
