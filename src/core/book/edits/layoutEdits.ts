import { fail, ok } from '../../base/result'
import type { Edit } from '../bookDescription'
import { EMPTY_LAYOUT } from '../layout/bookLayout'
import type { AppliedEdit, EditContext, EditResult, Inverse } from './appliedEdit'

/** Fields may be shown otherwise, so that the shape is described anew. */
const done = (inverse: Inverse | null): AppliedEdit => ({ key: null, records: 0, inverse, effect: { reshaped: inverse !== null, counts: [] } })

/** Lays the book out anew in some parts. */
export function changeLayout({ identity, changeIdentity }: EditContext, edit: Extract<Edit, { type: 'changeLayout' }>): EditResult {
  const before = identity.layout ?? EMPTY_LAYOUT
  const left = { ...before, ...edit.layout }
  if (JSON.stringify(left) === JSON.stringify(before)) return ok(done(null))
  changeIdentity({ layout: left })
  return ok(done({ type: 'changeLayout', layout: before, left }))
}

/** Takes a layout back, unless it was changed again since. */
export function layoutBack({ identity, changeIdentity }: EditContext, inverse: Extract<Inverse, { type: 'changeLayout' }>): EditResult {
  if (JSON.stringify(identity.layout ?? EMPTY_LAYOUT) !== JSON.stringify(inverse.left)) return fail({ type: 'UndoSuperseded' })
  changeIdentity({ layout: inverse.layout })
  return ok(done({ type: 'changeLayout', layout: inverse.left, left: inverse.layout }))
}
