import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import EmergencyRestore from '../../../src/app/components/backup/EmergencyRestore.vue'
import { useBookStore } from '../../../src/app/stores/book'
import { useDeviceStore } from '../../../src/app/stores/device'
import { fail, ok, type Result } from '../../../src/core/base/result'
import type { Failure } from '../../../src/core/base/failure'
import type { Progress } from '../../../src/core/base/progress'
import type { EmergencyOutcome } from '../../../src/worker/client/emergency'
import type { NightsafeClient } from '../../../src/worker/client/nightsafeClient'
import type { ReadFiles } from '../../../src/worker/client/rememberedFolder'
import { createMemoryClient, createTestClock } from '../../support/createMemoryClient'
import { mountInApp } from '../../support/mountInApp'
import { withRestorePoints } from './fakeRestorePoints'
import { eventually } from '../../support/eventually'

enableAutoUnmount(afterEach)

/** What this browser remembers: stands where handles and permissions would. */
const places = vi.hoisted(() => ({ canChoose: true, name: null as string | null, recent: 0, read: { files: [], folder: 'none' } as ReadFiles }))
vi.mock('../../../src/worker/client/rememberedFolder', () => ({
  createRememberedFolder: () => ({
    canChoose: places.canChoose,
    folderName: () => Promise.resolve(places.name),
    recentCount: () => Promise.resolve(places.recent),
    chooseFolder: () => Promise.resolve((places.name = 'Backups')),
    forgetFolder: () => Promise.resolve((places.name = null)),
    gather: () => Promise.resolve(places.read),
    filesOfFolder: () => Promise.resolve(places.read),
    rememberFile: () => Promise.resolve(),
  }),
}))

let client: NightsafeClient
let bookId: string
let asked: { bookId: string | null; files: string[] }[]
let end: (outcome: Result<EmergencyOutcome, Failure>) => void
let report: (progress: Progress) => void

const FILE = new File(['x'], 'Home_backup_20261120_180409.db')

beforeEach(async () => {
  vi.stubGlobal('indexedDB', {})
  Object.assign(places, { canChoose: true, name: null, recent: 0, read: { files: [], folder: 'none' } })
  asked = []
  const clock = createTestClock()
  const real = await createMemoryClient({ clock })
  await real.start()
  const made = await real.device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: true, at: clock.now(), who: '' })
  if (!made.ok) throw new Error(made.failure.type)
  bookId = made.value.bookId
  client = {
    ...withRestorePoints(real, []).client,
    emergencyRestore: (id, files, onProgress) => {
      asked.push({ bookId: id, files: files.map(({ name }) => name) })
      report = onProgress
      return { outcome: new Promise((resolve) => (end = resolve)), cancel: () => end(fail({ type: 'Cancelled' })) }
    },
  }
})
afterEach(() => vi.unstubAllGlobals())

async function ask(withBook = true) {
  const { wrapper, router } = await mountInApp(EmergencyRestore, client, { at: withBook ? 'backups' : 'start' })
  if (withBook) await useBookStore().open(bookId)
  await press(wrapper, 'Bring back the newest good copy')
  await eventually(() => expect(wrapper.find('dialog h2').exists()).toBe(true), 5_000)
  await flushPromises()
  await eventually(() => expect(wrapper.get('dialog').text()).toContain('folder'))
  return { wrapper, router }
}

async function press(wrapper: VueWrapper, name: string) {
  const found = wrapper.findAll('button').find((one) => one.text() === name)
  if (!found) throw new Error(`no button ${name}`)
  await found.trigger('click')
  await flushPromises()
}

const outcome = (more: Partial<EmergencyOutcome> = {}): EmergencyOutcome => {
  const from = { kind: 'file', name: FILE.name, generation: 41, outcome: 'restored' } as const
  return { bookId, generation: 41, from, looked: [{ kind: 'restore-point', name: '', generation: 44, outcome: 'not-good' }, from], undoable: true, ...more }
}

describe('the emergency restore', () => {
  test('says first what it will look at, and does nothing when the person leaves it', async () => {
    const { wrapper } = await ask()
    const text = wrapper.get('dialog').text()
    expect(text).toContain('changes made since then go')
    expect(text).toContain('no restore points of this book')
    expect(text).toContain('A safety copy of the book as it is now is kept first')
    await press(wrapper, 'Keep as it is')
    expect(asked).toEqual([])
    expect(wrapper.find('dialog').exists()).toBe(false)
  })

  test('looks into the chosen folder too, and tells in one sentence what was restored and what was looked at', async () => {
    const { wrapper } = await ask()
    await press(wrapper, 'Choose the folder of your backups')
    expect(wrapper.get('dialog').text()).toContain('the backups in the folder “Backups”')
    places.read = { files: [FILE], folder: 'read' }
    await press(wrapper, 'Look and restore')
    expect(asked).toEqual([{ bookId, files: [FILE.name] }])
    report({ step: 'checking', done: 1, total: 2 })
    await flushPromises()
    expect(wrapper.get('dialog').text()).toContain('Looking for the newest good copy: checking for damage')
    end(ok(outcome()))
    await eventually(() => expect(wrapper.get('dialog h2').text()).toBe('Your book is back'))
    expect(wrapper.get('dialog').text()).toContain(`The book is back as it was at change 41, from the file ${FILE.name}.`)
    const looked = wrapper.findAll('dialog ul.looked li').map((line) => line.text())
    expect(looked).toHaveLength(2)
    expect(looked[0]).toContain('up to change 44 · not good, left out')
    expect(looked[1]).toContain('restored')
  })

  test('says so when the folder was not allowed, and goes on without it', async () => {
    places.name = 'Backups'
    places.read = { files: [], folder: 'refused' }
    const { wrapper } = await ask()
    await press(wrapper, 'Look and restore')
    end(ok(outcome()))
    await eventually(() => expect(wrapper.get('dialog').text()).toContain('the browser did not allow it'))
    expect(asked).toEqual([{ bookId, files: [] }])
  })

  test('that finds nothing good says that nothing was changed, and offers to choose a file', async () => {
    const { wrapper, router } = await ask()
    await press(wrapper, 'Look and restore')
    end(fail({ type: 'NoGoodCopy', looked: 3 }))
    await eventually(() => expect(wrapper.get('dialog').text()).toContain('Nothing was changed.'))
    const pushed = vi.spyOn(router, 'push')
    await press(wrapper, 'Choose a backup')
    expect(pushed).toHaveBeenCalledWith({ name: 'restore' })
  })

  test('can be stopped, and is then as before', async () => {
    const { wrapper } = await ask()
    await press(wrapper, 'Look and restore')
    await press(wrapper, 'Cancel')
    expect(wrapper.get('dialog').text()).toContain('changes made since then go')
  })

  test('on a device that holds nothing brings the book back and opens it', async () => {
    places.name = 'Backups'
    places.read = { files: [FILE], folder: 'read' }
    const { wrapper } = await ask(false)
    useDeviceStore().addIncidents([{ type: 'BookGone', bookId, name: 'Home', known: 41 }])
    await press(wrapper, 'Look and restore')
    expect(asked).toEqual([{ bookId: null, files: [FILE.name] }])
    end(ok(outcome({ undoable: false })))
    await eventually(() => expect(wrapper.get('dialog h2').text()).toBe('Your book is back'))
    expect(wrapper.get('dialog').text()).not.toContain('safety copy')
    // the start page, on which this stands, gives way as soon as a book is open
    expect(useBookStore().bookId).toBeNull()
    await press(wrapper, 'Go to today')
    await eventually(() => expect(useBookStore().bookId).toBe(bookId))
    expect(useDeviceStore().books.map((book) => book.bookId)).toEqual([bookId])
    expect(useDeviceStore().incidents).toEqual([])
  })

  test('where the browser keeps no folder, offers none', async () => {
    places.canChoose = false
    const { wrapper } = await mountInApp(EmergencyRestore, client, { at: 'backups' })
    await useBookStore().open(bookId)
    await press(wrapper, 'Bring back the newest good copy')
    await eventually(() => expect(wrapper.find('dialog h2').exists()).toBe(true), 5_000)
    await flushPromises()
    expect(wrapper.get('dialog').text()).not.toContain('folder')
  })
})
