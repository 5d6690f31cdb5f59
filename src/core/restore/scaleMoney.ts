import type { FailureOf } from '../base/failure'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { fail, ok, type Result } from '../base/result'
import { readTableShapes } from '../backup/tableShape'
import type { SqlDatabase } from '../book/sqlEngine'

/** Decimals that a currency has (ISO 4217, as the platform knows it): 2 for EUR, 0 for JPY, 3 for KWD. */
function decimalsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/**
 * Turns amounts in hundredths into the minor units of the book's currency, exactly. True when something changed. Fails
 * with `ValueDoesNotFit` when an amount has decimals that the currency does not have.
 */
export function scaleMoney(db: SqlDatabase, currency: string): Result<boolean, FailureOf<'ValueDoesNotFit'>> {
  const decimals = decimalsOf(currency)
  if (decimals === 2) return ok(false)
  const factor = 10 ** Math.abs(decimals - 2)
  for (const { name: table, fields } of readTableShapes(db)) {
    for (const { name: field, declaredType } of fields) {
      if (declaredType !== 'MONEY_INTEGER') continue
      const [t, f] = [quoteIdentifier(table), quoteIdentifier(field)]
      if (decimals < 2 && db.rows(`SELECT 1 FROM ${t} WHERE ${f} % ${factor} <> 0 LIMIT 1`).length > 0) {
        return fail({ type: 'ValueDoesNotFit', table, field, kind: 'money', value: `an amount with decimals, which ${currency} does not have` })
      }
      db.run(`UPDATE ${t} SET ${f} = ${f} ${decimals < 2 ? '/' : '*'} ${factor}`)
    }
  }
  return ok(true)
}
