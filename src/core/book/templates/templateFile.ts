import { cellToBound, type Cell } from '../../base/cell'
import { fail, ok, type Result } from '../../base/result'
import type { FailureOf } from '../../base/failure'
import { z } from '../../base/zod'
import { isEmptyLayout } from '../layout/isEmptyLayout'
import { readLayout } from '../layout/layoutSchema'
import { checkTemplate } from './checkTemplate'
import type { SampleValue, Template, TemplateField } from './template'

/** What the file says it is, and the version of its form. */
export const TEMPLATE_FORMAT = 'nightsafe-template'
export const TEMPLATE_FORMAT_VERSION = 1

/** Bytes of a template file that are read: a shape and a few records are far smaller. */
export const TEMPLATE_FILE_LIMIT = 8 * 1024 * 1024

const MAX_TABLES = 300
const MAX_FIELDS = 500
const MAX_SAMPLES = 2000

type Refusal = FailureOf<'TemplateRefused' | 'FileTooLarge' | 'FileEmpty'>

const name = z.string().min(1).max(64)
const cell = z.custom<Cell>((value) => cellToBound(value) !== null)
const kind = z.enum(['text', 'long-text', 'whole-number', 'decimal', 'money', 'date', 'date-time', 'yes-no', 'choice', 'reference', 'file'])
const days = z.int().min(-40_000).max(40_000)

const sampleValue = z.union([
  z.strictObject({ daysAgo: days, at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).optional() }),
  z.strictObject({ monthsAgo: z.int().min(-1200).max(1200), day: z.int().min(1).max(31) }),
  z.strictObject({ sample: z.int().min(0).max(MAX_SAMPLES) }),
  cell,
])

const field = z.object({
  name,
  kind,
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  indexed: z.boolean().optional(),
  choices: z.array(z.string().max(200)).max(500).optional(),
  refersTo: name.nullable().optional(),
  initial: z.union([z.strictObject({ now: z.enum(['date', 'date-time']) }), cell]).optional(),
  least: cell.optional(),
  most: cell.optional(),
})

const templateFileSchema = z.object({
  format: z.literal(TEMPLATE_FORMAT),
  formatVersion: z.literal(TEMPLATE_FORMAT_VERSION),
  name: z.string().min(1).max(120),
  description: z.string().max(1000),
  tables: z.array(z.object({
    name,
    fields: z.array(field).max(MAX_FIELDS),
    samples: z.array(z.record(name, sampleValue)).max(MAX_SAMPLES),
  })).min(1).max(MAX_TABLES),
  views: z.array(z.object({ name, sql: z.string().min(1).max(50_000) })).max(MAX_TABLES).optional(),
  layout: z.unknown().optional(),
})

/** Members that are not said are left out, and not there as `undefined`. */
function withoutGaps<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}

/** A template as the text of a file: readable, one thing on a line. */
export function writeTemplateFile(template: Template): string {
  const { name: title, description, tables, views, layout } = template
  const file = {
    format: TEMPLATE_FORMAT, formatVersion: TEMPLATE_FORMAT_VERSION, name: title, description, tables,
    ...(views === undefined || views.length === 0 ? {} : { views }),
    ...(layout === undefined || isEmptyLayout(layout) ? {} : { layout: readLayout(layout) }),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

function isOfNewerApp(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== TEMPLATE_FORMAT) return false
  return 'formatVersion' in value && typeof value.formatVersion === 'number' && value.formatVersion > TEMPLATE_FORMAT_VERSION
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // deep nesting runs out of stack in some engines
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

/**
 * The template in the text of a file of any origin. No database is opened, nothing of the file is run. Its id is `file`.
 * Fails with `FileEmpty`, `FileTooLarge`, or `TemplateRefused`, which says why.
 */
export function readTemplateFile(text: string): Result<Template, Refusal> {
  if (text.trim() === '') return fail({ type: 'FileEmpty' })
  if (text.length > TEMPLATE_FILE_LIMIT) return fail({ type: 'FileTooLarge', size: text.length, limit: TEMPLATE_FILE_LIMIT })
  const value = parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  if (isOfNewerApp(value)) return fail({ type: 'TemplateRefused', reason: 'a newer app made it. Update this one first.' })
  const read = templateFileSchema.safeParse(value)
  if (!read.success) {
    const isOne = typeof value === 'object' && value !== null && 'format' in value && value.format === TEMPLATE_FORMAT
    const where = read.error.issues[0]?.path.join('.') ?? ''
    return fail({ type: 'TemplateRefused', reason: isOne ? `it is not as it should be (${where}).` : 'it is no template file.' })
  }
  const { name: title, description, tables, views = [], layout } = read.data
  const template: Template = {
    id: 'file',
    icon: 'blank',
    name: title,
    description,
    tables: tables.map((table) => ({
      name: table.name,
      fields: table.fields.map((one): TemplateField => withoutGaps(one)),
      samples: table.samples.map((sample) => withoutGaps(sample) as Record<string, SampleValue>),
    })),
    views,
    layout: readLayout(layout),
  }
  const checked = checkTemplate(template)
  return checked.ok ? ok(template) : checked
}
