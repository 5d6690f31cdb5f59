import type { FieldKind } from '../../../core/book/bookDescription'

/** The width of a field's column in a list of records, as one track of `grid-template-columns`. */
export function columnWidth(kind: FieldKind): string {
  switch (kind) {
    case 'text':
    case 'reference':
    case 'choice':
      return 'minmax(120px, 2fr)'
    case 'long-text':
      return 'minmax(160px, 3fr)'
    default:
      return 'minmax(112px, 1fr)'
  }
}
