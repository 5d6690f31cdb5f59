const INT64_MAX = 2n ** 63n - 1n
const INTEGER = /^-?(0|[1-9][0-9]*)$/
/** Below it doubles have fewer digits. */
const SMALLEST_NORMAL = 2 ** -1022
const NUMBER = /^-?([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,6}))?$/

/** Whether the digits are a whole number that SQLite can hold. */
export function isInt64(text: string): boolean {
  if (text.length < 16) return INTEGER.test(text)
  if (!INTEGER.test(text) || text.length > 20) return false
  const value = BigInt(text)
  return value <= INT64_MAX && value >= -INT64_MAX - 1n
}

/** A number's significant digits and where its point stands; two texts of one number give the same. Empty for what is no number. */
function digitsOf(text: string): string {
  const parts = NUMBER.exec(text)
  if (!parts) return ''
  const [, whole = '', decimals = '', exponent = '0'] = parts
  const digits = (whole + decimals).replace(/^0+/, '')
  const trimmed = digits.replace(/0+$/, '')
  return trimmed === '' ? '0' : `${trimmed}e${Number(exponent) - decimals.length + digits.length - trimmed.length}`
}

/**
 * Whether a double gives the number back exactly: up to 15 significant digits always survive (IEEE 754 binary64), more
 * where they are the very digits that the double is written with.
 */
export function isExactReal(text: string): boolean {
  const value = Number(text)
  if (!Number.isFinite(value)) return false
  const digits = digitsOf(text)
  if (value === 0) return digits === '0'
  const written = digits.indexOf('e')
  return (written > 0 && written <= 15 && Math.abs(value) >= SMALLEST_NORMAL) || digits === digitsOf(String(value))
}

/** How a number in a file of texts is written, where a column of such numbers can be written back without loss. */
export interface WrittenNumber {
  /** As ECMAScript writes numbers: `2`, `0.5`. */
  readonly plain: boolean
  /** With a point always, as databases and Python write reals: `2.0`, `0.5`. */
  readonly pointed: boolean
}

/** See `WrittenNumber`. A text such as `1.50` or `007` is neither: as a number it would lose digits. */
export function readWrittenNumber(text: string): WrittenNumber {
  if (text.length > 25 || !/^-?[0-9]/.test(text)) return { plain: false, pointed: false }
  const value = Number(text)
  if (!Number.isFinite(value) || Object.is(value, -0)) return { plain: false, pointed: false }
  const own = String(value)
  return { plain: own === text, pointed: (Number.isInteger(value) ? `${own}.0` : own) === text }
}
