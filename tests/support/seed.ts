import fc from 'fast-check'

/** The seed of this run, as the first line of vitest's output prints it; NIGHTSAFE_SEED repeats a run. */
export const seed = Number(process.env.NIGHTSAFE_SEED ?? 1)

fc.configureGlobal({ seed })
