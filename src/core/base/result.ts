/** The outcome of something that is expected to fail at times: a value, or a failure that is plain data. */
export type Result<T, F> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F }

/** A good outcome carrying `value`. */
export function ok(): Result<undefined, never>
export function ok<T>(value: T): Result<T, never>
export function ok<T>(value?: T): Result<T | undefined, never> {
  return { ok: true, value }
}

/** A failed outcome carrying `failure`. */
export function fail<F>(failure: F): Result<never, F> {
  return { ok: false, failure }
}
