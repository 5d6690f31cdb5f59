/** A part of a number as it was typed, without the marks between thousands. */
export interface TypedAmount {
  readonly negative: boolean
  /** Digits before the decimal mark; may be empty when there is one. */
  readonly whole: string
  /** Digits behind the decimal mark; null when none was typed. */
  readonly fraction: string | null
}

const SIGNED = /^([-\u2212]?)\p{Sc}?\s*([0-9.,'’\s]*?)\s*\p{Sc}?$/u
const DIGITS = /^[0-9]*$/
/** No amount that is kept as a number is longer, its marks included. */
const LONGEST = 40

/** The digits of a whole number with or without thousands (India groups by two before the last three); null when its marks stand anywhere else. */
function readWhole(text: string): string | null {
  if (DIGITS.test(text)) return text
  const mark = /[^0-9]/.exec(text)?.[0] ?? ''
  const groups = text.split(mark)
  const isGroup = (group: string, i: number) => DIGITS.test(group) && (i === 0 ? group.length >= 1 && group.length <= 3 : group.length === 3 || (group.length === 2 && i < groups.length - 1))
  return groups.every(isGroup) ? groups.join('') : null
}

/**
 * What a text can mean as an amount, or as a part of one: none, one, or two meanings where a mark may be a decimal one or
 * stand between thousands (`1,234`). Either `.` or `,` is the decimal mark; thousands may be parted by the other one, a blank
 * or an apostrophe, or not at all. A sign before it means a negative amount, a currency's sign beside it means nothing.
 */
export function readAmounts(text: string): TypedAmount[] {
  const [, sign = '', digits = ''] = (text.length <= LONGEST && SIGNED.exec(text.trim())) || []
  if (!/[0-9]/.test(digits)) return []
  const negative = sign !== ''
  const amounts: TypedAmount[] = []
  const plain = readWhole(digits)
  if (plain !== null) amounts.push({ negative, whole: plain, fraction: null })
  for (const mark of ['.', ',']) {
    const [before = '', fraction, ...more] = digits.split(mark)
    const whole = readWhole(before)
    if (fraction !== undefined && more.length === 0 && whole !== null && DIGITS.test(fraction)) amounts.push({ negative, whole, fraction })
  }
  return amounts
}

/** As it stands in an amount that is written with a point and without thousands. */
export const amountToText = ({ negative, whole, fraction }: TypedAmount): string => `${negative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}`
