import type { Edit } from '../bookDescription'
import type { EditContext, EditResult } from './appliedEdit'

/** Changes and adds many records of a table as one step: all of them, or none and `SeveralRefused`. */
export function changeRecords(_context: EditContext, _edit: Extract<Edit, { type: 'changeRecords' }>): EditResult {
  throw new Error('being built')
}
