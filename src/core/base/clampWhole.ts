/** A whole number from 0 to `max`, whatever was asked for. */
export const clampWhole = (value: number, max: number) => (Number.isFinite(value) ? Math.min(Math.max(Math.trunc(value), 0), max) : 0)
