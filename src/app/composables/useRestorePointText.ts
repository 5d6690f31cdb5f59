import { useI18n } from 'vue-i18n'
import type { RestorePointInfo } from '../../core/book/restorePoint'

/** Gives the words for a restore point: why it was made and what it was called. */
export function useRestorePointText() {
  const { t, te } = useI18n()
  return {
    why: ({ reason, name }: RestorePointInfo): string =>
      // a step that a newer version of the app knows has no words here
      reason === 'before-step' && te(`restorePoints.step.${name}`) ? t(`restorePoints.step.${name}`) : t(`restorePoints.reason.${reason}`),
    /** Empty where nobody named it. */
    name: ({ reason, name }: RestorePointInfo): string => (reason === 'before-step' || name === '' ? '' : t('restorePoints.named', { name })),
  }
}
