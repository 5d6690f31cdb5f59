import type { FieldDescription } from '../../../core/book/bookDescription'
import { readDateText } from '../../fields/dateText'

const MIDNIGHT = /(,? +|T)0?0:00(:00(\.0+)?)?$|,? +12:00(:00)? ?AM$/i

/**
 * Text from a spreadsheet as the field's own reading takes it: TRUE and FALSE for yes and no, days that come with a time
 * of midnight, moments that come as a bare day. Everything else as it is.
 */
export function fromSpreadsheet(text: string, field: FieldDescription, locale: string): string {
  const trimmed = text.trim()
  if (field.kind === 'yes-no') {
    if (/^true$/i.test(trimmed)) return '1'
    return /^false$/i.test(trimmed) ? '0' : text
  }
  if (field.kind === 'date') return trimmed.replace(MIDNIGHT, '')
  if (field.kind === 'date-time' && !trimmed.includes(':')) {
    const day = readDateText(trimmed, locale)
    return day === null ? text : `${day}T00:00:00`
  }
  return text
}
