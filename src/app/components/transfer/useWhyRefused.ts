import { useI18n } from 'vue-i18n'
import type { RefusedRow, RefusedValue } from '../../../core/transfer/importPlan'
import { useFailureText } from '../../composables/useFailureText'

/** Why a value of a row does not fit, in plain words. */
export function useWhyRefused() {
  const { t } = useI18n()
  const failureText = useFailureText()
  return ({ values }: RefusedRow, { column, failure }: RefusedValue): string => {
    if (failure.type === 'ValueDoesNotFit') return t(`transfer.import.kinds.${failure.kind}`)
    if (failure.type !== 'ConstraintBroken') return failureText(failure).detail
    const isEmpty = column !== null && (values[column] ?? '').trim() === ''
    return isEmpty && failure.fields?.length === 1 ? t('transfer.import.whys.empty') : failure.detail
  }
}
