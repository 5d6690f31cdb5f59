/**
 * The language with the region that this browser is set to: it decides between 12/31 and 31/12, and between . and ,. A
 * person who reads English in Germany has `de-DE` only, and still writes 31/12 and 1.234,5: that is `en-DE`.
 */
export function withRegion(language: string, preferred: readonly string[] = navigator.languages): string {
  const same = preferred.find((tag) => tag === language || tag.startsWith(`${language}-`))
  if (same !== undefined) return same
  const region = preferred.map((tag) => /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?-([A-Z]{2})\b/.exec(tag)?.[1]).find((found) => found !== undefined)
  const there = `${language}-${region}`
  return region !== undefined && Intl.NumberFormat.supportedLocalesOf(there).length > 0 ? there : language
}
