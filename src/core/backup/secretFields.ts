import { isSecretName } from '../book/secretName'
import type { FieldName } from './manifest'
import type { TableShape } from './tableShape'

const sameName = (a: FieldName, b: FieldName) => a.table === b.table && a.field === b.field

/** The fields a backup leaves out: those that look secret except `keep`, and `extra`; never key fields nor generated ones. */
export function fieldsToLeaveOut(shapes: readonly TableShape[], keep: readonly FieldName[], extra: readonly FieldName[]): FieldName[] {
  const leaveOut: FieldName[] = []
  for (const shape of shapes) {
    for (const field of shape.fields) {
      const name = { table: shape.name, field: field.name }
      if (field.key || field.generated) continue
      if (extra.some((other) => sameName(other, name)) || (isSecretName(field.name) && !keep.some((other) => sameName(other, name)))) leaveOut.push(name)
    }
  }
  return leaveOut
}
