import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import type { IGetRowsParams } from 'ag-grid-community'
import { afterEach, expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { useRowWindows } from '../../../src/app/components/grid/useRowWindows'
import { useBookStore } from '../../../src/app/stores/book'
import { useDeviceStore } from '../../../src/app/stores/device'
import { useRecordsStore } from '../../../src/app/stores/records'
import { createMemoryClient } from '../../support/createMemoryClient'
import { mountInApp } from '../../support/mountInApp'

enableAutoUnmount(afterEach)

test('a window that was read before a record came is read again, so that its row never stands there as an empty one', async () => {
  const client = await createMemoryClient()
  const told: number[] = []
  let windows: ReturnType<typeof useRowWindows> | null = null
  const Grid = defineComponent({
    setup() {
      const book = useBookStore()
      windows = useRowWindows({
        table: () => {
          const table = book.table('members')
          if (!table) throw new Error('no such table')
          return table
        },
        grid: () => null,
        newRow: () => ({ key: [], cells: [] }),
        told: (total) => told.push(total),
      })
      return () => h('div')
    },
  })
  await mountInApp(Grid, client)
  const device = useDeviceStore()
  await device.start()
  const made = await device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: false })
  if (!made.ok) throw new Error(made.failure.type)
  const book = useBookStore()
  await book.open(made.value.bookId)

  const records = useRecordsStore()
  const read = records.rows.bind(records)
  let release: () => void = () => undefined
  const isReleased = new Promise<void>((resolve) => (release = resolve))
  // the first answer is on its way while the record is added
  vi.spyOn(records, 'rows').mockImplementationOnce(async (...asked) => {
    const answer = await read(...asked)
    await isReleased
    return answer
  })
  const success = vi.fn<IGetRowsParams['successCallback']>()
  const params: Partial<IGetRowsParams> = { startRow: 0, endRow: 100, successCallback: success, failCallback: vi.fn() }
  ;(windows as ReturnType<typeof useRowWindows> | null)?.datasource.getRows(params as IGetRowsParams)
  await flushPromises()
  const added = await book.edit({ type: 'addRecord', table: 'members', values: { name: 'Ada' } })
  expect(added.ok).toBe(true)
  release()
  await vi.dynamicImportSettled()
  await flushPromises()
  expect(told).toEqual([1])
  expect(success).toHaveBeenCalledTimes(1)
  expect(success.mock.calls[0]?.[0]).toHaveLength(2)
})
