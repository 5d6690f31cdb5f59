import { FileText } from '@lucide/vue'
import { refDebounced } from '@vueuse/core'
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'
import { useClient } from '../../useClient'
import { recordKeyToPath } from '../records/recordKeyPath'
import { useReferenceLabels } from '../records/useReferenceLabels'
import type { Command } from './commandList'

/** How many letters it takes to look through the records, how many tables are looked through, and how many records of each are shown. */
const LETTERS = 2
const TABLES = 8
const RECORDS = 3
/** Milliseconds without a key before the looking begins. */
const PAUSE = 200

/** The records in which a text occurs, as lines of the command palette. Tables are asked one after another, so that a newer text need not wait for all of them. */
export function useFoundRecords(typed: Readonly<Ref<string>>) {
  const client = useClient()
  const router = useRouter()
  const book = useBookStore()
  const records = useRecordsStore()
  const { label } = useReferenceLabels()
  const settled = refDebounced(typed, PAUSE)
  const found = shallowRef<readonly Command[]>([])
  const looking = ref(false)
  let turn = 0
  onScopeDispose(() => turn++)

  async function look(search: string, mine: number) {
    const { bookId } = book
    if (bookId === null) return
    const tables = book.tables.filter((table) => table.kind === 'table' && table.records !== 0).slice(0, TABLES)
    // here a word is a name, and neither every record of a month nor every yes
    const searched = /[0-9]/.test(search) ? await records.searchFor(search) : { search }
    let sofar: readonly Command[] = []
    for (const table of tables) {
      const result = await client.device.rows(bookId, { table: table.name, from: 0, count: RECORDS, sort: [], ...searched })
      if (mine !== turn) return
      // a table that cannot be read says so on its own page
      if (!result.ok) continue
      sofar = [...sofar, ...result.value.rows.map((row): Command => {
        const path = recordKeyToPath(row.key)
        return {
          id: `record ${table.name} ${path}`,
          group: 'records',
          label: label(table, row) || path,
          detail: table.name,
          icon: FileText,
          run: () => void router.push({ name: 'record', params: { table: table.name, recordKey: path } }),
        }
      })]
    }
    found.value = sofar
    looking.value = false
  }

  // what was found for another text is no answer to this one
  watch(typed, (text) => {
    turn++
    found.value = []
    looking.value = text.trim().length >= LETTERS
  }, { flush: 'sync' })

  watch([settled, typed], () => {
    const search = settled.value.trim()
    if (settled.value === typed.value && search.length >= LETTERS) void look(search, ++turn)
  })

  return { found, looking }
}
