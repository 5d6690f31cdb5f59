import type { Edit } from '../bookDescription'
import type { EditContext, EditResult } from './appliedEdit'
import { removeSamples, renameBook, wake } from './bookEdits'
import { bringIn } from './bringIn'
import { changeField } from './changeField'
import { addField, deleteField } from './fieldEdits'
import { changeRecords } from './changeRecords'
import { changeLayout } from './layoutEdits'
import { keepingAllWorking } from './rewriteTableSql'
import { addRecord, changeRecord, deleteRecords } from './recordEdits'
import { addTable, deleteTable, renameTable } from './tableEdits'

/**
 * Applies one edit inside the caller's transaction and tells how to take it back. On a failure the caller rolls back:
 * parts of the edit may have been done.
 */
export function applyEdit(context: EditContext, edit: Edit): EditResult {
  switch (edit.type) {
    case 'addRecord':
      return addRecord(context, edit)
    case 'changeRecord':
      return changeRecord(context, edit)
    case 'deleteRecords':
      return deleteRecords(context, edit)
    case 'changeRecords':
      return changeRecords(context, edit)
    case 'changeLayout':
      return changeLayout(context, edit)
    case 'addTable':
      return addTable(context, edit)
    case 'renameTable':
      return renameTable(context, edit)
    case 'deleteTable':
      return deleteTable(context, edit)
    case 'addField':
      return keepingAllWorking(context.db, edit.table, () => addField(context, edit))
    case 'changeField':
      return keepingAllWorking(context.db, edit.table, () => changeField(context, edit))
    case 'deleteField':
      return keepingAllWorking(context.db, edit.table, () => deleteField(context, edit))
    case 'removeSamples':
      return removeSamples(context)
    case 'wake':
      return wake(context, edit)
    case 'renameBook':
      return renameBook(context, edit)
    case 'bringIn':
      return bringIn(context, edit)
  }
}
