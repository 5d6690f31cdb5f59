import type { RowQuery } from '../bookDescription'
import { amountToText, readAmounts, type TypedAmount } from './amountText'
import type { SearchMeaning } from './searchMeaning'

/** The text of a search with all that it can mean. */
export interface SearchText {
  readonly text: string
  readonly amounts: readonly TypedAmount[]
  /** null = nobody said what it means in the person's language. */
  readonly meant: SearchMeaning | null
}

/** Reads the search of a query. */
export const readSearch = ({ search, meant }: Pick<RowQuery, 'search' | 'meant'>): SearchText => ({ text: search, amounts: readAmounts(search), meant: meant ?? null })

/** No number has such a text: infinity is `Inf`, and the rest digits. */
export const isNoNumber = (text: string): boolean => /[^0-9.eE+\-iInNfF]/.test(text)

/** Whether whatever a search finds was found by an older one, too, which may be the same in fewer letters: then only that has to be looked through. */
export function isWithin(newer: SearchText, older: SearchText): boolean {
  if (older.text === '' || !newer.text.includes(older.text)) return false
  if (newer.amounts.length === 0) {
    if (older.amounts.length > 0 && !isNoNumber(newer.text)) return false
  } else {
    const before = older.amounts.map(amountToText)
    if (!newer.amounts.every((amount) => before.some((one) => amountToText(amount).startsWith(one)))) return false
  }
  if (!newer.meant || !older.meant) return newer.meant === older.meant
  const { dates, yesNo } = older.meant
  return newer.meant.dates.every((date) => dates.includes(date)) && (newer.meant.yesNo === null || newer.meant.yesNo === yesNo)
}
