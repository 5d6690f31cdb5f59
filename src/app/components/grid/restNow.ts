/** Longest stretch of work between two looks at what the person does, in milliseconds. */
const SLICE = 12

/** Gives a function to be awaited inside long loops: now and then it lets the page breathe, so that no stretch of work is felt. */
export function createRest(): () => Promise<void> {
  let begun = performance.now()
  return async () => {
    if (performance.now() - begun < SLICE) return
    await new Promise((resolve) => setTimeout(resolve))
    begun = performance.now()
  }
}
