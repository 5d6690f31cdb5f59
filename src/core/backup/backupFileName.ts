import { instantToFileStamp, type Instant } from '../base/clock'
import type { BackupForm, BackupKind } from './manifest'

const LONGEST = 100
/** Names that Windows keeps for devices, whatever follows the first dot. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

/** The first `length` UTF-16 units of a text without cutting a character in two. */
function cut(text: string, length: number): string {
  let out = ''
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    if (out.length + segment.length > length) break
    out += segment
  }
  return out
}

/**
 * A text as one part of a file name that every system takes: letters and digits of all scripts, `-`, `_` and single
 * inner dots; anything else (path separators, control and direction marks, spaces) becomes one `_`. At most `longest`
 * UTF-16 units and 200 bytes of UTF-8; empty when nothing is left.
 */
export function safeFileName(text: string, longest = LONGEST): string {
  const clean = text
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Cc}\p{Cs}\p{Co}\p{Cn}]+/gu, (found) => (/[\t\n\r]/.test(found) ? '_' : ''))
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/_{2,}/g, '_')
  let name = cut(clean.replace(/^[._\p{M}-]+/u, ''), longest)
  while (new TextEncoder().encode(name).length > 200) name = cut(name, name.length - 1)
  name = name.replace(/[._-]+$/, '')
  return WINDOWS_DEVICE.test(name) ? `_${name}` : name
}

/** What a backup's file name tells. `note` is the note of a manual backup or the label of an archive. */
export interface BackupNameParts {
  readonly bookName: string
  readonly kind: BackupKind
  readonly note: string
  readonly at: Instant
  readonly form: BackupForm
  readonly gzip: boolean
  readonly encrypted: boolean
}

/**
 * `<book>_backup_20261121_180409.db`, `<book>_emergency_backup_…`, `<book>_manual_…_<note>`, `<book>_archive_…_<label>`;
 * `.json` for JSON, `.gz` after it when packed, `.age` last, and no note, when encrypted. Local time, so that names sort by day; at most 100 UTF-16 units.
 */
export function backupFileName(parts: BackupNameParts): string {
  const words = { 'end-of-day': 'backup', scheduled: 'backup', emergency: 'emergency_backup', manual: 'manual', archive: 'archive' }
  const middle = `_${words[parts.kind]}_${instantToFileStamp(parts.at)}`
  const end = `.${parts.form}${parts.gzip ? '.gz' : ''}${parts.encrypted ? '.age' : ''}`
  const book = safeFileName(parts.bookName, 40) || 'book'
  const room = LONGEST - book.length - middle.length - end.length - 1
  // a name is there for all to read, and a locked file is not to tell what it is about
  const note = !parts.encrypted && (parts.kind === 'manual' || parts.kind === 'archive') ? safeFileName(parts.note, Math.min(room, 40)) : ''
  return `${book}${middle}${note === '' ? '' : `_${note}`}${end}`
}
