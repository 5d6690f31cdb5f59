/** What ordering needs to know of a table: its name and which tables its fields refer to. */
interface Referring {
  readonly name: string
  readonly targets: readonly string[]
}

/** The places of tables, each after those that it refers to, as far as they do not refer to each other. Otherwise as they stand. */
export function targetsFirst(tables: readonly Referring[]): number[] {
  const ordered: number[] = []
  const visit = (place: number, path: readonly number[]) => {
    if (ordered.includes(place) || path.includes(place)) return
    for (const target of tables[place]?.targets ?? []) {
      const next = tables.findIndex(({ name }) => name === target)
      if (next >= 0) visit(next, [...path, place])
    }
    ordered.push(place)
  }
  for (let place = 0; place < tables.length; place++) visit(place, [])
  return ordered
}
