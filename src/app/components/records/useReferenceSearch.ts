import { computed, ref, shallowRef } from 'vue'
import type { FieldDescription } from '../../../core/book/bookDescription'
import { cellToPlainText } from '../../fields/showAnyCell'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'
import { useClient } from '../../useClient'
import { useReferenceLabels } from './useReferenceLabels'

/** A record that a reference can point to. */
export interface ReferenceOption {
  /** The bare value of the reference. */
  readonly value: string
  readonly label: string
}

const SHOWN = 30

/** Finds the records that a reference can point to, by what is typed. */
export function useReferenceSearch(field: () => FieldDescription) {
  const client = useClient()
  const book = useBookStore()
  const records = useRecordsStore()
  const { label } = useReferenceLabels()
  const options = shallowRef<readonly ReferenceOption[]>([])
  const total = ref(0)
  let asked = 0
  /** The last question and its answer. */
  let lookedFor = ''
  let finding: Promise<boolean> | null = null

  const target = computed(() => {
    const { refersTo } = field()
    return refersTo && book.table(refersTo.table)
  })

  async function read(term: string): Promise<boolean> {
    const { bookId } = book
    const table = target.value
    if (!table || bookId === null) return false
    const turn = ++asked
    const result = await client.device.rows(bookId, { table: table.name, from: 0, count: SHOWN, sort: [], ...(await records.searchFor(term)) })
    if (turn !== asked || !result.ok) return false
    const place = table.fields.findIndex((candidate) => candidate.name === field().refersTo?.field)
    options.value = result.value.rows.map((row) => {
      const value = cellToPlainText(row.cells[place] ?? null)
      return { value, label: label(table, row) || value }
    })
    total.value = result.value.total
    return true
  }

  /** Looks for records; true once `options` answer this question, false when another was asked since. */
  function find(term: string): Promise<boolean> {
    const wanted = term.trim()
    // asked twice while the answer is on its way
    if (finding && wanted === lookedFor) return finding
    lookedFor = wanted
    const own = read(wanted).finally(() => {
      if (finding === own) finding = null
    })
    finding = own
    return own
  }

  /** The best match of what was typed, however recently; null when there is none. */
  async function first(term: string): Promise<ReferenceOption | null> {
    return (await find(term)) ? (options.value[0] ?? null) : null
  }

  return { target, options, total, find, first }
}
