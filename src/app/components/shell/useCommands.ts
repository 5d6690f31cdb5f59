import {
  Archive, ArchiveRestore, BookOpen, ChartColumn, Database, FileUp, HardDriveDownload, Keyboard, Library, Moon, Plus, Redo2, ScrollText, Settings, Sun,
  Table2, Undo2, Bookmark,
} from '@lucide/vue'
import { computed, type Component } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { KeyActions } from '../../composables/useKeys'
import { useOpenBook } from '../../composables/useOpenBook'
import { useBookStore } from '../../stores/book'
import { useDeviceStore } from '../../stores/device'
import { useRecordsStore } from '../../stores/records'
import { useSettingsStore } from '../../stores/settings'
import { NEW_RECORD } from '../records/recordKeyPath'
import type { Command } from './commandList'
import { lookCommands } from './lookCommands'

/** All that can be gone to or done in the open book, besides its records. */
export function useCommands(actions: KeyActions) {
  const { t } = useI18n()
  const router = useRouter()
  const book = useBookStore()
  const device = useDeviceStore()
  const records = useRecordsStore()
  const settings = useSettingsStore()
  const openBook = useOpenBook()

  const PAGES: readonly (readonly [name: 'today' | 'tables' | 'backups' | 'journal' | 'settings' | 'import' | 'sql', icon: Component])[] = [
    ['today', Sun], ['tables', BookOpen], ['backups', Archive], ['journal', ScrollText], ['settings', Settings], ['import', FileUp], ['sql', Database],
  ]

  async function switchTo(bookId: string) {
    if (await openBook(bookId)) await router.push({ name: 'today' })
  }

  function doing(): Command[] {
    const { undoable, redoable } = book
    const undoLabel = undoable === null ? t('palette.undo') : t('shell.undoWhat', { what: t(`shell.edits.${undoable}`) })
    const redoLabel = redoable === null ? t('palette.redo') : t('shell.redoWhat', { what: t(`shell.edits.${redoable}`) })
    return [
      { id: 'back-up', group: 'actions', label: t('palette.backUp'), icon: HardDriveDownload, run: () => actions.backUp() },
      { id: 'close-day', group: 'actions', label: t('palette.closeDay'), detail: t('palette.closeDayDetail'), icon: Moon, run: () => void router.push({ name: 'today' }) },
      { id: 'restore', group: 'actions', label: t('palette.restore'), icon: ArchiveRestore, run: () => actions.restore() },
      { id: 'undo', group: 'actions', label: undoLabel, icon: Undo2, run: () => actions.undo() },
      { id: 'redo', group: 'actions', label: redoLabel, icon: Redo2, run: () => actions.redo() },
      { id: 'keys', group: 'actions', label: t('palette.keys'), icon: Keyboard, run: () => actions.help() },
      ...book.tables.filter((table) => table.readOnly === null).map(({ name }): Command => ({
        id: `add ${name}`,
        group: 'add',
        label: t('palette.add', { table: name }),
        icon: Plus,
        run: () => void router.push({ name: 'record', params: { table: name, recordKey: NEW_RECORD } }),
      })),
    ]
  }

  function places(): Command[] {
    const tables = book.tables.flatMap(({ name }): Command[] => [
      { id: `table ${name}`, group: 'tables', label: name, icon: Table2, run: () => void router.push({ name: 'table', params: { table: name } }) },
      { id: `charts ${name}`, group: 'tables', label: t('palette.charts', { table: name }), icon: ChartColumn, run: () => void router.push({ name: 'charts', params: { table: name } }) },
    ])
    const pages = PAGES.map(([name, icon]): Command => ({ id: `page ${name}`, group: 'pages', label: t(`shell.nav.${name}`), icon, run: () => void router.push({ name }) }))
    return [...tables, ...pages]
  }

  function savedViews(): Command[] {
    const { bookId } = book
    if (bookId === null) return []
    // a view may name a table that is gone
    return (book.description?.layout.views ?? []).filter((view) => book.table(view.table) !== null).map((view) => ({
      id: `view ${view.id}`,
      group: 'views',
      label: view.name,
      detail: view.table,
      icon: Bookmark,
      run() {
        records.chooseView(bookId, view.table, view)
        void router.push({ name: 'table', params: { table: view.table } })
      },
    }))
  }

  const otherBooks = () => device.books.filter((known) => known.bookId !== book.bookId)
    .map((known): Command => ({ id: `book ${known.bookId}`, group: 'books', label: known.name, icon: Library, run: () => void switchTo(known.bookId) }))

  return computed<readonly Command[]>(() => [...doing(), ...places(), ...savedViews(), ...lookCommands(settings, t), ...otherBooks()])
}
