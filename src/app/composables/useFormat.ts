import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { createFormat } from '../format/createFormat'
import { withRegion } from '../format/withRegion'

/** How numbers, money and times are shown in the chosen language, the way of the person's region; see `createFormat`. */
export function useFormat() {
  const { locale, t } = useI18n()
  const format = computed(() => createFormat(withRegion(locale.value), t))
  return {
    number: (value: number) => format.value.number(value),
    percent: (share: number) => format.value.percent(share),
    money: (minorUnits: number | bigint, currency: string) => format.value.money(minorUnits, currency),
    bytes: (count: number) => format.value.bytes(count),
    day: (utc: number) => format.value.day(utc),
    dayOfYear: (utc: number) => format.value.dayOfYear(utc),
    weekday: (utc: number) => format.value.weekday(utc),
    shortDay: (utc: number, now: number) => format.value.shortDay(utc, now),
    shortWeekday: (utc: number) => format.value.shortWeekday(utc),
    dateTime: (utc: number) => format.value.dateTime(utc),
    clockTime: (utc: number) => format.value.clockTime(utc),
    moment: (utc: number, now: number) => format.value.moment(utc, now),
    ago: (utc: number, now: number) => format.value.ago(utc, now),
    /** A counted noun in the right form: `counted('base.records', 1204)` is "1,204 records". */
    counted: (key: string, count: number) => t(key, { n: format.value.number(count) }, count),
    list: (items: readonly string[]) => format.value.list(items),
  }
}
