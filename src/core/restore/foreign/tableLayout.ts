import type { ForeignRecord, ForeignTable, ForeignValue } from './foreignSource'

/** A table that grows a field with each new name. */
export interface GrowingTable extends ForeignTable {
  /** The place of a field's value in a record. */
  placeOf(field: string): number
}

/** Starts a table without fields. */
export function createGrowingTable(index: number, name: string): GrowingTable {
  const fields: string[] = []
  const places = new Map<string, number>()
  return {
    index,
    name,
    fields,
    placeOf(field) {
      let place = places.get(field)
      if (place === undefined) {
        place = fields.length
        places.set(field, place)
        fields.push(field)
      }
      return place
    },
  }
}

/** A record while its values come in, in any order. */
export interface GrowingRecord {
  readonly values: ForeignRecord
  has(place: number): boolean
  set(place: number, value: ForeignValue): void
}

/** Starts a record without values. */
export function createGrowingRecord(): GrowingRecord {
  const values: (ForeignValue | undefined)[] = []
  return {
    values,
    has: (place) => values[place] !== undefined,
    set(place, value) {
      while (values.length < place) values.push(undefined)
      values[place] = value
    },
  }
}
