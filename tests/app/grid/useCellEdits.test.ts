import type { CellEditRequestEvent } from 'ag-grid-community'
import { expect, test } from 'vitest'
import { shallowRef } from 'vue'
import type { Cell } from '../../../src/core/base/cell'
import { ok } from '../../../src/core/base/result'
import type { RecordRow, TableDescription } from '../../../src/core/book/bookDescription'
import { useCellEdits, type CellEditsFor } from '../../../src/app/components/grid/useCellEdits'
import { columnId } from '../../../src/app/components/records/gridColumns'
import { useBookStore } from '../../../src/app/stores/book'
import { createMemoryClient } from '../../support/createMemoryClient'
import { eventually } from '../../support/eventually'
import { mountInApp } from '../../support/mountInApp'

const table = { name: 'sales', fields: [{ name: 'amount' }, { name: 'payment' }, { name: 'customer' }] } as unknown as TableDescription

test('values that come to the last row at the same moment make one record of it', async () => {
  const client = await createMemoryClient()
  const added: Cell[][] = []
  const changed: unknown[] = []
  let cells: Cell[] = [null, null, null]
  const newRow = {
    isBegun: shallowRef(false), missing: shallowRef([]), clear: () => undefined, row: () => ({ key: [], cells }),
    async put(index: number, cell: Cell) {
      cells = cells.with(index, cell)
      added.push(cells)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return ok({ key: [7] })
    },
  } as unknown as CellEditsFor['newRow']
  let request: ReturnType<typeof useCellEdits>['onEditRequest'] | null = null
  await mountInApp({
    setup() {
      useBookStore().edit = ((edit: unknown) => {
        changed.push(edit)
        return Promise.resolve(ok({}))
      }) as never
      request = useCellEdits({ table: () => table, grid: () => null, isEditing: () => false, newRow, added: () => undefined }).onEditRequest
      return () => null
    },
  }, client)
  const node = { data: { key: [], cells: [null, null, null] } as RecordRow, rowIndex: 6, setData: (data: RecordRow) => (node.data = data) }
  const type = (index: number, newValue: Cell) => void request?.({ data: node.data, node, newValue, column: { getColId: () => columnId(index) } } as unknown as CellEditRequestEvent<RecordRow, Cell>)
  type(0, 1980)
  type(1, 'on account')
  type(2, 4)
  await eventually(() => expect(changed).toHaveLength(2))
  expect(added).toEqual([[1980, null, null]])
  expect(changed).toEqual([
    { type: 'changeRecord', table: 'sales', key: [7], values: { payment: 'on account' } },
    { type: 'changeRecord', table: 'sales', key: [7], values: { customer: 4 } },
  ])
})
