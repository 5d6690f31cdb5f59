import { onBeforeUnmount, onMounted, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Cell } from '../../../core/base/cell'
import type { FieldDescription, RecordRow } from '../../../core/book/bookDescription'
import { useFormat } from '../../composables/useFormat'
import { useTell } from '../../composables/useTell'
import { fieldToText } from '../../fields/readField'
import { useFieldContext } from '../records/useFieldContext'
import { boxSize, type CellBox } from './cellRange'
import { tileCells, withoutHeadings, type CopiedCells, type PastedCell, type RangeWrite } from './pastedCells'
import type { ShownField } from './planRangeWrite'
import { createRest } from './restNow'
import { readTsv, writeTsv } from './tsv'
import { MOST_ROWS } from './useRangeWrite'

/** What was copied last in this window, in whichever table. */
let copied: CopiedCells | null = null

/** What the keys need of the grid. */
export interface RangeSource {
  box(): CellBox | null
  shown(): readonly ShownField[]
  /** Whether a cell is being edited: its text has these keys then. */
  isEditing(): boolean
  isEditable(): boolean
  readRecords(from: number, count: number): Promise<{ ok: true; value: readonly RecordRow[] } | { ok: false; failure: Parameters<ReturnType<typeof useTell>['tellFailure']>[0] }>
  /** What a reference is called; null when that is not known yet. */
  labelOf(field: FieldDescription, cell: Cell): string | null
  write(wanted: RangeWrite): Promise<void>
}

/** Copy, cut, paste, fill down and clear on the rectangle that is selected. */
export function useRangeKeys(frame: Readonly<ShallowRef<HTMLElement | null>>, source: RangeSource) {
  const { t } = useI18n()
  const { counted, number } = useFormat()
  const { tell, tellFailure } = useTell()
  const context = useFieldContext()

  function isTooMany(box: CellBox): boolean {
    const { rows } = boxSize(box)
    if (rows > MOST_ROWS) tell({ tone: 'risk', title: t('grid.range.tooMany', { most: number(MOST_ROWS) }), detail: t('grid.range.tooManyDetail') })
    return rows > MOST_ROWS
  }

  function cellText(field: FieldDescription, cell: Cell): string {
    if (field.kind === 'reference') return source.labelOf(field, cell) ?? fieldToText(field, cell, context.value)
    if (field.kind === 'yes-no' && (cell === 1 || cell === 0)) return cell === 1 ? context.value.words.yes : context.value.words.no
    return field.kind === 'file' && cell !== null ? context.value.words.file(0) : fieldToText(field, cell, context.value)
  }

  async function readCells(box: CellBox): Promise<PastedCell[][] | null> {
    const result = await source.readRecords(box.top, boxSize(box).rows)
    if (!result.ok) {
      tellFailure(result.failure)
      return null
    }
    const fields = source.shown().slice(box.left, box.right + 1)
    const rest = createRest()
    const rows: PastedCell[][] = []
    for (const { cells } of result.value) {
      await rest()
      rows.push(fields.map(({ field, index }) => ({ text: cellText(field, cells[index] ?? null), exact: { cell: cells[index] ?? null, field } })))
    }
    return rows
  }

  /** Puts the range on the clipboard; false when it could not. */
  async function copy(): Promise<boolean> {
    const box = source.box()
    if (!box || isTooMany(box)) return false
    const rows = await readCells(box)
    if (!rows || rows.length === 0) return false
    const text = writeTsv(rows.map((row) => row.map((cell) => cell.text)))
    try {
      await navigator.clipboard.writeText(text)
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
      tell({ tone: 'risk', title: t('grid.range.notCopied'), detail: t('grid.range.notCopiedDetail') })
      return false
    }
    copied = { text, rows }
    if (rows.length > 1 || (rows[0]?.length ?? 0) > 1) tell({ title: counted('grid.range.copied', rows.length * (rows[0]?.length ?? 0)) })
    return true
  }

  async function clear(step: 'clear' | 'cut' = 'clear') {
    const box = source.box()
    if (!box || isTooMany(box)) return
    const { rows, columns } = boxSize(box)
    const blank: PastedCell[] = Array.from({ length: columns }, () => ({ text: '' }))
    await source.write({ step, top: box.top, left: box.left, rows: Array.from({ length: rows }, () => blank) })
  }

  /** The first row of the range into all of its others. */
  async function fillDown() {
    const box = source.box()
    if (!box || isTooMany(box)) return
    if (box.top === box.bottom) {
      tell({ title: t('grid.range.fillHint') })
      return
    }
    const first = await readCells({ ...box, bottom: box.top })
    const row = first?.[0]
    if (row) await source.write({ step: 'fill', top: box.top + 1, left: box.left, rows: Array.from({ length: box.bottom - box.top }, () => row) })
  }

  async function paste(text: string) {
    const box = source.box()
    if (!box) return
    const isOurs = copied !== null && copied.text === text.replaceAll('\r\n', '\n')
    const read: readonly (readonly PastedCell[])[] = isOurs && copied ? copied.rows : readTsv(text).map((row) => row.map((cell) => ({ text: cell })))
    const fields = source.shown().slice(box.left).map(({ field }) => field)
    const rows = tileCells(withoutHeadings(read, fields), boxSize(box))
    if (isTooMany({ ...box, bottom: box.top + rows.length - 1 })) return
    await source.write({ step: 'paste', top: box.top, left: box.left, rows })
  }

  const isMine = (event: Event) => !source.isEditing() && source.box() !== null && !(event.target instanceof HTMLInputElement)

  function onCopy(event: ClipboardEvent) {
    if (!isMine(event)) return
    event.preventDefault()
    void copy()
  }

  function onCut(event: ClipboardEvent) {
    if (!isMine(event)) return
    event.preventDefault()
    void copy().then((done) => (done && source.isEditable() ? clear('cut') : undefined))
  }

  function onPaste(event: ClipboardEvent) {
    if (!isMine(event) || !source.isEditable()) return
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (text === '') return
    event.preventDefault()
    void paste(text)
  }

  onMounted(() => {
    frame.value?.addEventListener('copy', onCopy)
    frame.value?.addEventListener('cut', onCut)
    frame.value?.addEventListener('paste', onPaste)
  })
  onBeforeUnmount(() => {
    frame.value?.removeEventListener('copy', onCopy)
    frame.value?.removeEventListener('cut', onCut)
    frame.value?.removeEventListener('paste', onPaste)
  })

  return { copy, clear, fillDown }
}
