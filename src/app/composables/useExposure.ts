import { computed, onScopeDispose, watch } from 'vue'
import type { RiskLevel } from '../../core/routine/exposure'
import { rateRisk } from '../../core/routine/rateRisk'
import { useBookStore } from '../stores/book'
import { useExposureStore } from '../stores/exposure'
import { useSettingsStore } from '../stores/settings'

const EVERY_MS = 60_000

const dots = { green: 'safe', yellow: 'due', red: 'risk', critical: 'risk' } as const satisfies Record<RiskLevel, string>

/** How much of the open book exists only here, how bad that is, and as which sign it is shown; measured anew every minute. */
export function useExposure() {
  const book = useBookStore()
  const settings = useSettingsStore()
  const store = useExposureStore()

  watch(() => book.head, store.follow, { immediate: true })
  const timer = setInterval(store.tick, EVERY_MS)
  onScopeDispose(() => clearInterval(timer))

  const exposure = computed(() => store.exposure)
  const level = computed<RiskLevel>(() => (store.exposure ? rateRisk(store.exposure, settings.settings.thresholds) : 'green'))
  const dot = computed(() => {
    // green only when it is known that a file is there: whether an offered one arrived, only the person can see
    if (!store.exposure || (level.value === 'green' && !store.exposure.lastBackup?.confirmedAt)) return 'none'
    return dots[level.value]
  })
  return { exposure, level, dot }
}
