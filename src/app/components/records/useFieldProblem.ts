import { useI18n } from 'vue-i18n'
import type { FieldProblem } from '../../fields/fieldType'

/** Gives the sentence for what is wrong with a typed value. */
export function useFieldProblem(): (problem: FieldProblem) => string {
  const { t } = useI18n()
  return (problem) => t(`records.problems.${problem.code}`, { ...problem }, 'digits' in problem ? problem.digits : 1)
}
