import type { ICellEditorComp, ICellEditorParams } from 'ag-grid-community'
import { createVNode, render, type AppContext, type VNode } from 'vue'
import type { Cell } from '../../../core/base/cell'
import type { RecordRow } from '../../../core/book/bookDescription'
import GridCellEditor, { type CellEditorFace, type CellEditorParams } from './GridCellEditor.vue'

/**
 * The grid's editor class for every kind of field: `GridCellEditor` inside the app that `context` belongs to.
 * The grid's own wrapper for Vue hides the methods of `<script setup>` components in production builds, and with them
 * the check that keeps a value that does not fit in its cell.
 */
export function cellEditorIn(context: AppContext) {
  return class RecordCellEditor implements ICellEditorComp<RecordRow, Cell> {
    readonly element = document.createElement('div')
    node: VNode | null = null

    init(params: ICellEditorParams<RecordRow, Cell>): void {
      this.element.className = 'cell-editor-host'
      this.node = createVNode(GridCellEditor, { params: params as CellEditorParams })
      this.node.appContext = context
      render(this.node, this.element)
    }

    get face(): CellEditorFace {
      const face = this.node?.component?.exposed
      if (!face) throw new Error('the editor of this cell is gone')
      return face as unknown as CellEditorFace
    }

    getGui = () => this.element
    getValue = () => this.face.getValue()
    getValidationErrors = () => this.face.getValidationErrors()
    isPopup = () => this.face.isPopup()
    afterGuiAttached = () => this.face.afterGuiAttached()

    destroy(): void {
      render(null, this.element)
      this.node = null
    }
  }
}
