/** How many digits the minor unit of a currency has (ISO 4217: EUR 2, JPY 0, KWD 3); 2 for an unknown code. */
export function currencyDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch (error) {
    if (error instanceof RangeError) return 2
    throw error
  }
}
