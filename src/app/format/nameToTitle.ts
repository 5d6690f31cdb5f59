/** A name that a program could have given, as people write it: `savings_goals` gives `Savings goals`. Names that people wrote keep their words. */
export function nameToTitle(name: string): string {
  const words = name.replace(/[_\s]+/g, ' ').trim()
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1)
}
