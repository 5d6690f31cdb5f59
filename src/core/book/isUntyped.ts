import type { FieldDescription } from './bookDescription'

/**
 * Whether a field takes values of every type and keeps them apart: one that declares none, or ANY
 * (https://sqlite.org/datatype3.html, 3.1; https://sqlite.org/stricttables.html).
 */
export const isUntyped = ({ declaredType, kind }: Pick<FieldDescription, 'declaredType' | 'kind'>): boolean =>
  kind === 'text' && (declaredType === '' || declaredType.toUpperCase() === 'ANY')
