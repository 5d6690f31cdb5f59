/** How many digits a currency has after the decimal point (ISO 4217, from the platform's tables): money is kept in its smallest unit. */
export function currencyDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}
