/** Runs asynchronous tasks one after another, in the order in which they were given. */
export interface Lane {
  run<T>(task: () => Promise<T>): Promise<T>
}

/** An empty lane. A task that throws does not hold up those behind it. */
export function createLane(): Lane {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run<T>(task: () => Promise<T>): Promise<T> {
      const outcome = last.then(task)
      last = outcome.catch(() => undefined)
      return outcome
    },
  }
}
