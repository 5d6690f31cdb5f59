/** No text that people type begins with it. */
const MARK = '\u0000'

/** The text of a reference control that holds what was typed in search of a record, as long as that is none. */
export const unfoundText = (typed: string): string => MARK + typed

/** What was typed, where a text is such; null where it is the bare value of a reference. */
export const unfoundIn = (text: string): string | null => (text.startsWith(MARK) ? text.slice(MARK.length) : null)
