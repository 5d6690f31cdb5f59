import type { DatePart } from './rowFilter'

/** A date or a moment at its start, as far as can be told without reckoning: months of 31 days, no 13th month. */
const IS_DATE = (x: string) =>
  `(${x} GLOB '[0-9][0-9][0-9][0-9]-0[1-9]-[0-3][0-9]*' OR ${x} GLOB '[0-9][0-9][0-9][0-9]-1[0-2]-[0-3][0-9]*')`

const PARTS: Readonly<Record<DatePart, (x: string) => string>> = {
  day: (x) => `substr(${x}, 1, 10)`,
  week: (x) => `date(substr(${x}, 1, 10), 'weekday 0', '-6 days')`,
  month: (x) => `substr(${x}, 1, 7) || '-01'`,
  quarter: (x) => `substr(${x}, 1, 5) || substr('010101040404070707101010', substr(${x}, 6, 2) * 2 - 1, 2) || '-01'`,
  year: (x) => `substr(${x}, 1, 4) || '-01-01'`,
}

/** SQL of the first day of the part that a date or a moment lies in, as it is written (no time zones); NULL for what is neither. */
export function partSql(expression: string, part: DatePart): string {
  return `CASE WHEN ${IS_DATE(expression)} THEN ${PARTS[part](expression)} END`
}
