/**
 * What the text of a search stands for besides itself, in the language of whoever typed it: the core knows what is stored,
 * the screen how that is shown.
 */
export interface SearchMeaning {
  /** Days and moments as they are stored (`2026-11-21`, `2026-11-21T18:04`), with `_` for each sign that was not said. */
  readonly dates: readonly string[]
  /** What is stored where the word that was typed is shown; null = it is neither word. */
  readonly yesNo: 0 | 1 | null
}
