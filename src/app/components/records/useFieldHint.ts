import { useI18n } from 'vue-i18n'
import type { FieldDescription } from '../../../core/book/bookDescription'
import { readInitial } from '../../../core/book/initialValue'
import { showInFull } from '../../fields/showInFull'
import { useFieldContext } from './useFieldContext'

/** Gives the sentences under a field of a form: what fills it, what it must lie between, and what becomes of it. */
export function useFieldHint(): (field: FieldDescription, isNew: boolean) => string {
  const { t } = useI18n()
  const context = useFieldContext()

  function bounds(field: FieldDescription): string {
    const show = (cell: FieldDescription['least']) => (cell === undefined || cell === null ? '' : showInFull(field, cell, context.value))
    const [least, most] = [show(field.least), show(field.most)]
    const isTime = field.kind === 'date' || field.kind === 'date-time'
    if (least !== '' && most !== '') return t('record.between', { least, most })
    if (least !== '') return t(isTime ? 'record.notBefore' : 'record.atLeast', { least })
    return most === '' ? '' : t(isTime ? 'record.notAfter' : 'record.atMost', { most })
  }

  return (field, isNew) => {
    const hints: string[] = []
    if (field.generated) hints.push(t('records.record.readOnlyField'))
    else if (field.key && !isNew) hints.push(t('records.record.keyField'))
    else if (field.automatic && isNew && field.required && readInitial(field.initialSql) === undefined) hints.push(t('records.record.automatic'))
    hints.push(bounds(field))
    if (field.secret) hints.push(t('records.record.secret'))
    return hints.filter((hint) => hint !== '').join(' ')
  }
}
