import { computed } from 'vue'
import { decideReminder } from '../../core/routine/decideReminder'
import type { Exposure, RiskLevel } from '../../core/routine/exposure'
import { SNOOZE_OPTIONS, snoozeUntil, type SnoozeOption } from '../../core/routine/snooze'
import { useBookStore } from '../stores/book'
import { useExposureStore } from '../stores/exposure'
import { useSettingsStore } from '../stores/settings'
import { useClient } from '../useClient'
import { useExposure } from './useExposure'

/** The reminder that is due now (null = none), and putting it off. */
export function useReminder() {
  const client = useClient()
  const book = useBookStore()
  const settings = useSettingsStore()
  const store = useExposureStore()
  const { exposure, level } = useExposure()

  const reminder = computed<{ exposure: Exposure; level: RiskLevel } | null>(() => {
    if (!exposure.value || book.bookId === null) return null
    const { snoozedUntil } = settings.ofBook(book.bookId)
    const decided = decideReminder({ exposure: exposure.value, risk: level.value, snoozedUntil, now: store.now })
    return decided.show ? { exposure: exposure.value, level: decided.level } : null
  })

  async function snooze(option: SnoozeOption): Promise<void> {
    if (book.bookId === null) return
    store.tick()
    await settings.changeBook(book.bookId, { snoozedUntil: snoozeUntil(option, client.clock.now()) })
  }

  return { reminder, choices: SNOOZE_OPTIONS, snooze }
}
