/** The language with the region that this browser is set to: it decides between 12/31 and 31/12, and between . and ,. */
export function withRegion(language: string, preferred: readonly string[] = navigator.languages): string {
  return preferred.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language
}
