import { safeFileName } from '../core/backup/backupFileName'
import { dropManifest } from '../core/backup/writeDbBackup'
import type { Failure } from '../core/base/failure'
import { fail, ok, type Result } from '../core/base/result'
import { describeBook } from '../core/book/describeBook'
import { SqlError, type SqlEngine } from '../core/book/sqlEngine'
import { bookToTemplate } from '../core/book/templates/bookToTemplate'
import { createFromTemplate } from '../core/book/templates/createFromTemplate'
import { shapeLosses, type ShapeLoss } from '../core/book/templates/shapeLosses'
import type { Template } from '../core/book/templates/template'
import { readTemplateFile, TEMPLATE_FILE_LIMIT, writeTemplateFile } from '../core/book/templates/templateFile'
import type { BookSnapshot } from './deviceApi'

/** What is to be saved of a book's shape. */
export interface ShapeRequest {
  readonly description: string
  /** The first records of each table, as samples. */
  readonly withRecords: boolean
}

/** A template file that was read back, and what of the book it does not carry. */
export interface SavedShape {
  readonly file: Blob
  readonly fileName: string
  readonly losses: readonly ShapeLoss[]
}

/** The template in a file of any origin: read as text, nothing of it is run. See `readTemplateFile` for how it fails. */
export async function readShape(file: Blob): Promise<Result<Template, Failure>> {
  if (file.size > TEMPLATE_FILE_LIMIT) return fail({ type: 'FileTooLarge', size: file.size, limit: TEMPLATE_FILE_LIMIT })
  try {
    return readTemplateFile(await file.text())
  } catch (error) {
    // the file went away, or may not be read
    if (error instanceof DOMException) return fail({ type: 'FileUnreadable', reason: error.message })
    throw error
  }
}

/** What of a book would not be the same in one that begins with its template; tried out in a book of its own. */
function lossesOf(engine: SqlEngine, db: ReturnType<SqlEngine['open']>, template: Parameters<typeof createFromTemplate>[1]): readonly ShapeLoss[] {
  const begun = engine.open(null)
  try {
    createFromTemplate(begun, template, { withSamples: true, today: '2000-01-01' })
    return shapeLosses(db, begun)
  } finally {
    begun.close()
  }
}

/**
 * Saves a book's shape as a template file, after a book was begun with it for a trial. Fails with `TemplateRefused`
 * where no book could begin with it: a name that the app does not give, a rule that its own records break.
 */
export function saveShape(engine: SqlEngine, snapshot: BookSnapshot, { description, withRecords }: ShapeRequest): Result<SavedShape, Failure> {
  const { identity } = snapshot.head
  const db = engine.open(snapshot.bytes, { untrusted: true })
  try {
    dropManifest(db)
    const template = bookToTemplate(db, describeBook(db, identity), { name: identity.name, description, withRecords })
    const text = writeTemplateFile(template)
    const read = readTemplateFile(text)
    if (!read.ok) return read
    const losses = lossesOf(engine, db, read.value)
    const fileName = `${safeFileName(identity.name, 60) || 'book'}.nightsafe-template.json`
    return ok({ file: new Blob([text], { type: 'application/json' }), fileName, losses })
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'TemplateRefused', reason: error.message })
    throw error
  } finally {
    db.close()
  }
}
