import { computed, ref, shallowRef, watch } from 'vue'
import type { Failure } from '../../../core/base/failure'
import type { Progress } from '../../../core/base/progress'
import type { EditOutcome } from '../../../core/book/bookDescription'
import { findDestination, type Destination } from '../../../core/transfer/findDestination'
import type { ColumnTarget, DuplicateRule, ImportCheck, ImportRequest, ImportTable, MendedRow } from '../../../core/transfer/importPlan'
import { fieldsForColumns, matchColumns } from '../../../core/transfer/matchColumns'
import type { WrittenForms } from '../../../core/transfer/writtenForms'
import type { OpenImport } from '../../../worker/client/importing'
import type { Run } from '../../../worker/client/nightsafeClient'
import type { GivenFile } from '../../../worker/jobApi'
import { useBookStore } from '../../stores/book'
import { useClient } from '../../useClient'
import { useMendedRows } from './useMendedRows'
import { useNaturalKey } from './useNaturalKey'
import { writtenFormsOf } from './writtenFormsOf'

/** How far an import has come. */
export type ImportStage = 'choose' | 'reading' | 'matching' | 'trying' | 'tried' | 'writing'

/** The name that stands for a table that is yet to be made. */
export const NEW_TABLE = ''

/** One import, from the file to the book. `wanted`: the table that it is meant for; another one begins anew. */
export function useImport(wanted: () => string) {
  const client = useClient()
  const book = useBookStore()
  const stage = ref<ImportStage>('choose')
  const given = shallowRef<GivenFile | null>(null)
  const opened = shallowRef<OpenImport | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const progress = shallowRef<Progress | null>(null)
  const check = shallowRef<ImportCheck | null>(null)
  /** What was looked at for `check`. */
  const tried = shallowRef<ImportRequest | null>(null)
  const changedSince = ref(false)

  const place = ref(0)
  const into = ref(NEW_TABLE)
  const newName = ref('')
  const forms = shallowRef<WrittenForms>({ decimal: '.', dates: 'day-first' })
  const targets = shallowRef<readonly ColumnTarget[]>([])
  /** The table that was found by the names of the columns. */
  const destination = shallowRef<Destination | null>(null)
  const duplicates = ref<DuplicateRule>('skip')
  const copies = ref<ImportRequest['copies']>('skip')
  const { mended, leftOut, keepMended, forgetMended, forgetRows } = useMendedRows()

  let run: Run<OpenImport> | null = null
  const file = computed<ImportTable | null>(() => opened.value?.preview.tables[place.value] ?? null)
  const table = computed(() => (into.value === NEW_TABLE ? null : book.table(into.value)))
  const tables = computed(() => book.tables.filter((one) => one.kind === 'table' && one.readOnly === null))
  const { key, keyFound, findKey, stopFinding } = useNaturalKey(file, table, targets)
  watch(wanted, startOver)
  // the book may be opened after the page
  watch(() => (book.table(wanted())?.readOnly === null ? wanted() : NEW_TABLE), (name) => {
    if (stage.value === 'choose') into.value = name
  }, { immediate: true })
  const show = (next: Progress) => (progress.value = next)

  function match(): void {
    const columns = file.value?.columns ?? []
    targets.value = table.value ? matchColumns(columns, table.value) : fieldsForColumns(columns)
    findKey()
  }

  /** The table that the file seems to be meant for, unless the person came from one. */
  function findPlace(): void {
    destination.value = null
    if (!file.value || (table.value !== null && table.value.name === wanted())) return
    newName.value = file.value.name
    destination.value = findDestination(file.value.columns, tables.value)
    into.value = destination.value?.table ?? NEW_TABLE
  }

  function begin(): void {
    forgetRows()
    const before = into.value
    findPlace()
    if (into.value === before) match()
  }
  // at once, so that each is matched once: it looks into a copy of the book
  watch(place, begin, { flush: 'sync' })
  watch(into, match, { flush: 'sync' })

  const request = computed<ImportRequest | null>(() => {
    if (!file.value) return null
    const { index } = file.value
    const isNew = into.value === NEW_TABLE
    // a column may have been led elsewhere since
    const told = isNew ? [] : key.value.filter((field) => targets.value.some((target) => target.to === 'field' && target.field === field))
    return { index, table: isNew ? newName.value.trim() : into.value, isNew, forms: forms.value, targets: targets.value, key: told, duplicates: told.length === 0 ? 'add' : duplicates.value, copies: copies.value, mended: mended.value }
  })

  /** Opens the file; what was chosen for it before is kept where `again`. */
  async function open(chosen: GivenFile, again = false): Promise<void> {
    const bookId = book.bookId
    if (bookId === null) return
    close()
    given.value = chosen
    failure.value = null
    progress.value = null
    stage.value = 'reading'
    const own = client.openImport(chosen, bookId, writtenFormsOf(), show)
    run = own
    const result = await own.outcome
    if (run !== own) return
    run = null
    if (!result.ok) {
      failure.value = result.failure.type === 'Cancelled' ? null : result.failure
      stage.value = 'choose'
      return
    }
    opened.value = result.value
    if (!again) {
      forms.value = result.value.preview.forms
      duplicates.value = 'skip'
      copies.value = 'skip'
      if (place.value === 0) begin()
      else place.value = 0
    }
    stage.value = 'matching'
  }

  async function tryIt(): Promise<void> {
    const source = opened.value
    const asked = request.value
    if (!source || !asked) return
    // a key that is found from here on would be another plan than the one that is looked at
    stopFinding()
    stage.value = 'trying'
    progress.value = null
    failure.value = null
    const result = await source.check(asked, show)
    if (opened.value !== source) return
    if (result.ok) {
      check.value = result.value
      tried.value = asked
    } else failure.value = result.failure
    stage.value = result.ok ? 'tried' : 'matching'
  }

  /** Puts texts in the place of what stands in a row; null where nobody waits for the answer any more. Whether the row fits then. */
  async function mend(change: MendedRow): Promise<boolean | null> {
    const source = opened.value
    const row = keepMended(change)
    const result = source && (await source.mend(row))
    if (!result || !check.value || opened.value !== source) return null
    if (!result.ok) {
      failure.value = result.failure
      stage.value = 'matching'
      return null
    }
    const { counts, refused } = result.value
    check.value = { ...counts, refused: check.value.refused.flatMap((one) => (one.row === row.row ? (refused ?? []) : one)) }
    return !refused
  }

  /** Takes what was put in a row back, and looks at the file once more. */
  async function unmend(row: number): Promise<void> {
    forgetMended(row)
    await tryIt()
  }

  /** Says what is done with rows that are there already, and looks at the file once more. */
  async function takeCopies(rule: ImportRequest['copies']): Promise<void> {
    copies.value = rule
    await tryIt()
  }

  /** Brings the records in; null where that came to nothing, which `failure` tells. */
  async function bringIn(): Promise<EditOutcome | null> {
    const source = opened.value
    if (!source) return null
    stage.value = 'writing'
    changedSince.value = false
    const result = await book.change(() => source.bringIn())
    if (result.ok) {
      close()
      stage.value = 'choose'
      return result.value
    }
    if (result.failure.type === 'RecordChangedSince') {
      changedSince.value = true
      await tryIt()
      return null
    }
    failure.value = result.failure
    stage.value = 'matching'
    return null
  }

  function close(): void {
    run?.cancel()
    run = null
    stopFinding()
    opened.value?.close()
    opened.value = null
    check.value = null
    tried.value = null
  }

  /** Stops what is under way. Trying stops with its worker, so the file is read once more. */
  async function cancel(): Promise<void> {
    const wasTrying = stage.value === 'trying'
    const again = given.value
    close()
    stage.value = 'choose'
    if (wasTrying && again) await open(again, true)
  }

  function startOver(): void {
    close()
    into.value = book.table(wanted())?.readOnly === null ? wanted() : NEW_TABLE
    given.value = null
    failure.value = null
    stage.value = 'choose'
  }

  return {
    stage, given, opened, failure, progress, check, changedSince, file, place, into, newName, forms, targets, key, duplicates, table, tables, request, destination, keyFound, copies, tried, mended, leftOut,
    open, tryIt, mend, unmend, takeCopies, bringIn, cancel, startOver, close,
    back: () => (stage.value = 'matching'),
  }
}
