const WINDOW = 65_536
const WINDOWS = 64

/** Where a JSON string has to end or breaks, for every place at which one could begin. */
export type NextStop = (after: number) => number

function stopsIn(text: string, from: number, hasBadBytes: boolean): Uint32Array {
  const pattern = /["\u0000-\u001f\ufffd]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})?/g
  const to = Math.min(text.length, from + WINDOW)
  const stops: number[] = []
  let slashes = 0
  while (slashes < from && text[from - 1 - slashes] === '\\') slashes++
  // the first character may be an escaped one
  pattern.lastIndex = from + (slashes % 2)
  for (let found = pattern.exec(text); found !== null && found.index < to; found = pattern.exec(text)) {
    const [stop] = found
    if (stop.length === 1 && (stop !== '\ufffd' || hasBadBytes)) stops.push(found.index)
  }
  return Uint32Array.from(stops)
}

/**
 * Finds the first quote that is not escaped, character that no string has, or broken escape after a place. Which it is does not
 * depend on where the string began, so each stretch of the text is looked through once, however many strings seem to begin in it.
 */
export function createNextStop(text: string, hasBadBytes: boolean): NextStop {
  const windows = new Map<number, Uint32Array>()
  function windowAt(index: number): Uint32Array {
    const known = windows.get(index)
    if (known) return known
    if (windows.size >= WINDOWS) windows.clear()
    const stops = stopsIn(text, index * WINDOW, hasBadBytes)
    windows.set(index, stops)
    return stops
  }
  return (after) => {
    for (let index = Math.floor((after + 1) / WINDOW); index * WINDOW < text.length; index++) {
      const stops = windowAt(index)
      let low = 0
      let high = stops.length
      while (low < high) {
        const middle = (low + high) >> 1
        if ((stops[middle] ?? 0) > after) high = middle
        else low = middle + 1
      }
      const stop = stops[low]
      if (stop !== undefined) return stop
    }
    return text.length
  }
}
