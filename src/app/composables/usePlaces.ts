import { computed, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { useBookStore } from '../stores/book'
import { useDeviceStore } from '../stores/device'

/** Pages that are called what their table is called. */
const OF_A_TABLE = new Set(['table', 'charts', 'record', 'print'])

/**
 * Keeps place and book together: without a book, pages that need one give way to the start page; with one, the start
 * page gives way to today. `canShow` says whether the page of the address can be shown; the window's title follows.
 */
export function usePlaces() {
  const route = useRoute()
  const router = useRouter()
  const book = useBookStore()
  const device = useDeviceStore()
  const { t } = useI18n()

  const wanted = computed(() => {
    if (!device.ready) return null
    if (book.bookId === null && route.meta['needsBook'] === true) return 'start'
    if (book.bookId !== null && route.name === 'start') return 'today'
    return null
  })

  watch(wanted, (name) => name !== null && void router.replace({ name }), { immediate: true })

  const title = computed(() => {
    const place = OF_A_TABLE.has(String(route.name)) ? String(route.params['table']) : t(`shell.nav.${String(route.name ?? 'start')}`)
    return book.bookId === null ? t('shell.pageTitleNoBook', { page: place }) : t('shell.pageTitle', { page: place, book: book.name })
  })
  watch(title, (text) => (document.title = text), { immediate: true })

  return { canShow: computed(() => device.ready && wanted.value === null && route.name !== undefined) }
}
