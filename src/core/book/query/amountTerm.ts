import { amountToText, type TypedAmount } from './amountText'

/** Gives the place of a value among the parameters of a statement. */
export type Bind = (value: string | number) => string

const like = (x: string, pattern: string, bind: Bind) => `${x} LIKE ${bind(pattern)} ESCAPE '\\'`
/** What may stand before the digits: nothing after a sign, else anything. */
const beginning = ({ negative }: TypedAmount) => (negative ? '-' : '%')

/** Whole numbers of so many digits are compared exactly, whatever they are multiplied by. */
const EXACT_DIGITS = 11

/** Smaller numbers are written with an exponent. */
const LEAST_WITHOUT_EXPONENT = 0.0001

/**
 * A number with these digits before its mark is at least as large as they are, which is told sooner than how it is written;
 * `unit` is what one of them is stored as; null = it is a decimal number, which may have an exponent.
 */
function largeEnough({ negative, whole }: TypedAmount, x: string, unit: number | null, bind: Bind, terms: string): string {
  if (whole === '' || whole.length > EXACT_DIGITS) return terms
  const least = bind(Number(whole) * (unit ?? 1))
  const small = unit === null ? ` OR ${x} > -${LEAST_WITHOUT_EXPONENT} AND ${x} < ${LEAST_WITHOUT_EXPONENT}` : ''
  return `(${negative ? '' : `${x} >= ${least} OR `}${x} <= -${least}${small}) AND (${terms})`
}

/** Digits without a decimal mark in the minor units `x`, of which `unit` make one: before the mark, or behind it. */
function digitsInMoney(amount: TypedAmount, x: string, digits: number, bind: Bind): string {
  const { negative, whole } = amount
  const unit = 10 ** digits
  // nothing but a sign and a nought stands before the mark of what is less than a unit
  if (negative && whole === '0') return `${x} < 0 AND ${x} > -${unit}`
  const before = like(`${x} / ${unit}`, `${beginning(amount)}${whole}%`, bind)
  if (negative) return before
  const behind = Array.from({ length: Math.max(0, digits - whole.length + 1) }, (_, place) => `abs(${x} % ${unit}) / ${10 ** place} % ${10 ** whole.length} = ${bind(Number(whole))}`)
  return [before, ...behind].join(' OR ')
}

/** Digits on both sides of the decimal mark in the minor units `x`; null when no amount of that money is written so. */
function markedInMoney(amount: TypedAmount, x: string, digits: number, bind: Bind): string | null {
  const { negative, whole } = amount
  const fraction = amount.fraction ?? ''
  if (digits === 0 || fraction.length > digits) return null
  const open = digits - fraction.length
  if (whole !== '' && whole !== '0') return largeEnough(amount, x, 10 ** digits, bind, like(x, `${beginning(amount)}${whole}${fraction}${'_'.repeat(open)}`, bind))
  if (negative && whole === '') return null
  // minor units below one unit are stored without the noughts that are shown before them
  const within = negative ? x : `${x} % ${10 ** (digits + whole.length)}`
  const least = Number(fraction) * 10 ** open
  const most = least + 10 ** open - 1
  const below = `${within} BETWEEN -${bind(most)} AND -${bind(least)} AND ${x} < 0`
  return negative ? below : `${within} BETWEEN ${bind(least)} AND ${bind(most)} OR ${below}`
}

/** Condition that one of some typed amounts stands in a field of money; its `digits` are those of the currency. Without effect on what is no whole number. */
export function moneyTerm(amounts: readonly TypedAmount[], x: string, digits: number, bind: Bind): string[] {
  return amounts.flatMap((amount) => (amount.fraction === null ? digitsInMoney(amount, x, digits, bind) : (markedInMoney(amount, x, digits, bind) ?? [])))
}

/** Condition that one of some typed amounts stands in a whole number. */
export function wholeTerm(amounts: readonly TypedAmount[], x: string, bind: Bind): string[] {
  return amounts.flatMap((amount) => (amount.fraction === null ? like(x, `${beginning(amount)}${amount.whole}%`, bind) : []))
}

/**
 * Condition that one of some typed amounts stands in a decimal number. Noughts at the end of the typed ones are as good as
 * none, as they are not shown.
 */
export function decimalTerm(amounts: readonly TypedAmount[], x: string, bind: Bind): string[] {
  return amounts.flatMap((amount) => {
    const { whole, fraction } = amount
    const text = amountToText(amount).replace('-', '')
    // SQLite writes .0 behind a whole number that is kept as a real one
    const isInTail = fraction === null ? whole === '0' : whole === '' && /^0+$/.test(fraction)
    const shown = isInTail ? `CASE typeof(${x}) WHEN 'real' THEN printf('%.15g', ${x}) ELSE ${x} END` : x
    const contains = like(shown, `${beginning(amount)}${text}%`, bind)
    if (fraction === null || whole === '') return contains
    if (fraction !== '' && !fraction.endsWith('0')) return largeEnough(amount, x, null, bind, contains)
    const kept = fraction.replace(/0+$/, '')
    const ends = like(x, `${beginning(amount)}${whole}.${kept === '' ? '0' : kept}`, bind)
    const all = kept === '' ? `${contains} OR ${ends} OR typeof(${x}) = 'integer' AND ${like(x, `${beginning(amount)}${whole}`, bind)}` : `${contains} OR ${ends}`
    return largeEnough(amount, x, null, bind, all)
  })
}
