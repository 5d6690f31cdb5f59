/** How many digits a currency has after the decimal point (ISO 4217, from the platform's tables: EUR 2, JPY 0, KWD 3): money is kept in its smallest unit. 2 for what is no code. */
export function currencyDigits(currency: string): number {
  if (!/^[A-Za-z]{3}$/.test(currency)) return 2
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}
