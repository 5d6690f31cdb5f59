import { z } from '../base/zod'
import type { Instant } from '../base/clock'
import { layoutSchema } from '../book/layout/layoutSchema'

/** The version of the backup format that this app writes; `docs/backup-format.md` specifies it. */
export const FORMAT_VERSION = 1

/** Why a backup was made. */
export type BackupKind = 'end-of-day' | 'manual' | 'scheduled' | 'emergency' | 'archive'

const hex64 = z.string().regex(/^[0-9a-f]{64}$/)
const id32 = z.string().regex(/^[0-9a-f]{32}$/)
const count = z.int().nonnegative()
const shortText = z.string().max(1000)

const instant = z.strictObject({
  utc: z.number(),
  offsetMinutes: z.int().min(-1440).max(1440),
  zone: shortText,
}) satisfies z.ZodType<Instant>

const fieldName = z.strictObject({ table: z.string(), field: z.string() })

/**
 * The metadata inside every backup. `backupDate`, `version` and `databaseType` keep the names that the systems
 * before this one gave them.
 */
export const manifestSchema = z.strictObject({
  backupDate: shortText,
  version: z.literal(String(FORMAT_VERSION)),
  databaseType: z.literal('sqlite'),
  appVersion: shortText,
  kind: z.enum(['end-of-day', 'manual', 'scheduled', 'emergency', 'archive']),
  note: z.string().max(10_000),
  madeAt: instant,
  deviceName: shortText,
  operatorName: shortText,
  book: z.strictObject({
    id: id32,
    name: shortText,
    createdAt: instant,
    currency: z.string().regex(/^[A-Z]{3}$/),
    generation: count,
    changedAt: instant,
    lineage: z.array(z.strictObject({ branch: id32, from: count, after: count })).max(100_000),
    asleep: z.array(z.strictObject({ type: z.enum(['view', 'trigger']), name: z.string(), table: z.string(), sql: z.string() })),
    samples: z.array(z.strictObject({ table: z.string(), keys: z.array(z.array(z.unknown())) })),
    /** Left out = nothing is laid out. */
    layout: layoutSchema.optional(),
  }),
  schemaDigest: hex64,
  contentDigest: hex64,
  tables: z.array(z.strictObject({ name: z.string(), records: count, digest: hex64 })),
  fieldsLeftOut: z.array(fieldName),
  /** Digest of the journal's last entry when the backup was made; empty when there was none. */
  journalHead: z.union([hex64, z.literal('')]),
  /** The records were read out of a damaged file, and some may be missing. */
  salvaged: z.literal(true).optional(),
})

/** See `manifestSchema`. */
export type Manifest = z.infer<typeof manifestSchema>

/** A field of a table, by name. */
export type FieldName = z.infer<typeof fieldName>

/** The two forms of a backup. */
export type BackupForm = 'db' | 'json'
