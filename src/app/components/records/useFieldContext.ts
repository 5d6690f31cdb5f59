import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../composables/useFormat'
import type { FieldContext } from '../../fields/fieldType'
import { withRegion } from '../../format/withRegion'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'

/** What cells of the open book are shown and read with. */
export function useFieldContext(): ComputedRef<FieldContext> {
  const { locale, t } = useI18n()
  const book = useBookStore()
  const records = useRecordsStore()
  const format = useFormat()
  const context = computed<FieldContext>(() => ({
    locale: withRegion(locale.value),
    currency: book.currency,
    today: () => records.today(),
    words: {
      yes: t('records.yes'),
      no: t('records.no'),
      // large files come into lists without their bytes, and so without their size
      file: (size) => (size === 0 ? t('records.someFile') : t('records.file', { size: format.bytes(size) })),
      unreadable: (size) => t('records.unreadable', { size: format.bytes(size) }),
    },
  }))
  records.showIn(() => context.value)
  return context
}
