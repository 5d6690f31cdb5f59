/** A choice of a list, as it is shown. */
export interface ListedChoice {
  readonly value: string
  readonly label: string
}

/** After so long, in milliseconds, the next letter begins a word anew. */
const PAUSE = 1_000

/**
 * Chooses from a list by typing the beginning of a choice, the key with which a cell of the grid was opened included:
 * the browser's own lists never hear of that one.
 */
export function useTypedChoice(options: () => readonly ListedChoice[], choose: (value: string) => void) {
  let typed = ''
  let last = 0

  const begins = (word: string) => options().find(({ label }) => label.toLocaleLowerCase().startsWith(word.toLocaleLowerCase()))

  function type(key: string, at: number) {
    typed = at - last > PAUSE ? key : typed + key
    last = at
    const found = begins(typed)
    if (found) choose(found.value)
  }

  function onKeydown(event: KeyboardEvent) {
    const { key } = event
    const isWriting = key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
    const isGoingOn = typed !== '' && event.timeStamp - last <= PAUSE
    // a space that belongs to no word opens the list
    if (!isWriting || (key === ' ' && !isGoingOn)) return
    event.preventDefault()
    type(key, event.timeStamp)
  }

  return { type, onKeydown }
}
