import { useI18n } from 'vue-i18n'
import type { Failure } from '../../core/base/failure'
import { failureValues, type FailureText } from '../../core/base/failureTexts'

/** Gives the words for a failure in the chosen language: what happened, what it means, what to do next. */
export function useFailureText(): (failure: Failure) => FailureText {
  const { t } = useI18n()
  return (failure) => {
    const values = failureValues(failure)
    if (failure.type === 'NotABackup') values['hint'] = t(`hints.${failure.hint}`)
    return {
      title: t(`failures.${failure.type}.title`, values),
      detail: t(`failures.${failure.type}.detail`, values),
      nextStep: t(`failures.${failure.type}.nextStep`, values),
    }
  }
}
