import { useI18n } from 'vue-i18n'
import { useFormat } from './useFormat'

/** Gives a sentence with a count in it (`base.records` …): the plural by the number, the number as people write it. */
export function useCountText(): (key: string, count: number) => string {
  const { t } = useI18n()
  const format = useFormat()
  return (key, count) => t(key, { n: format.number(count) }, count)
}
