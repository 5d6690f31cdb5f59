import type { SearchMeaning } from '../../core/book/query/searchMeaning'
import { readDayPattern } from './dayPattern'
import type { FieldContext } from './fieldType'

/**
 * What the text of a search means in the person's language besides itself: a day (`21 Nov`, `21/11/2026`), and the word
 * that stands for a yes or a no.
 */
export function searchMeaning(text: string, { locale, words }: Pick<FieldContext, 'locale'> & { words: Pick<FieldContext['words'], 'yes' | 'no'> }): SearchMeaning {
  const lower = text.trim().toLocaleLowerCase(locale)
  const is = (word: string) => lower === word.toLocaleLowerCase(locale)
  const day = readDayPattern(text, locale)
  return { dates: day === null ? [] : [day], yesNo: is(words.yes) ? 1 : is(words.no) ? 0 : null }
}
