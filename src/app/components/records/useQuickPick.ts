import type { ReferenceOption } from './useReferenceSearch'

/** What taking a match by its key needs of the list and its input. */
export interface QuickPickFor {
  /** What was typed in search of a record; empty when nothing was, or the list is closed. */
  typed(): string
  /** What the list marks a match of; null while it is being made. */
  listed(): string | null
  first(typed: string): Promise<ReferenceOption | null>
  pick(value: string): void
  /** Closes the list; what was typed and not picked stays, as what does not fit. */
  close(): void
  /** Whether the grid goes on to the next cell at once, and so must wait until the match is known. */
  inCell(): boolean
}

/**
 * Tab takes what Enter would take, and goes on; either waits for the matches of what was typed just now. Items of the list
 * carry their value as `data-reference`.
 */
export function useQuickPick({ typed, listed, first, pick, close, inCell }: QuickPickFor) {
  const markedIn = (input: EventTarget | null) => (input instanceof HTMLElement ? input.getAttribute('aria-activedescendant') : null) ?? ''

  function hold(event: KeyboardEvent) {
    event.preventDefault()
    event.stopPropagation()
  }

  return async (event: KeyboardEvent): Promise<void> => {
    const wanted = typed().trim()
    // its own Tab, sent on
    if (event.shiftKey || wanted === '' || !event.isTrusted) return
    const { target } = event
    const marked = listed() === wanted ? markedIn(target) : ''
    const isEnter = event.key === 'Enter'
    // the list itself takes what it marks
    if (isEnter && marked !== '') return
    if (isEnter || inCell()) hold(event)
    const match = document.getElementById(marked)?.dataset.reference ?? (await first(wanted))?.value
    if (match !== undefined) pick(match)
    if (match === undefined) {
      if (!isEnter) close()
    } else if (isEnter) close()
    else if (inCell()) target?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true }))
  }
}
