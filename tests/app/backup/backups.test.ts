import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import BackUpNowButton from '../../../src/app/components/backup/BackUpNowButton.vue'
import BackupUnderWay from '../../../src/app/components/backup/BackupUnderWay.vue'
import BackupStatus from '../../../src/app/components/backup/BackupStatus.vue'
import ReminderNotice from '../../../src/app/components/backup/ReminderNotice.vue'
import BackupsPage from '../../../src/app/pages/BackupsPage.vue'
import { useBookStore } from '../../../src/app/stores/book'
import { useExposureStore } from '../../../src/app/stores/exposure'
import { useNoticeStore } from '../../../src/app/stores/notice'
import type { NightsafeClient } from '../../../src/worker/client/nightsafeClient'
import { createMemoryClient, createTestClock, type TestClock } from '../../support/createMemoryClient'
import { mountInApp } from '../../support/mountInApp'
import { eventually } from '../../support/eventually'

enableAutoUnmount(afterEach)

const HOUR = 3_600_000
const EVERYTHING = { template: '<div><BackupStatus /><BackUpNowButton /><ReminderNotice /><BackupsPage /></div>', components: { BackupStatus, BackUpNowButton, ReminderNotice, BackupsPage } }

let clock: TestClock
let client: NightsafeClient
let bookId: string
let offered: { file: Blob; fileName: string }[]

/** Stands where the browser's download would: keeps what was offered. */
function catchDownloads() {
  const files = new Map<string, Blob>()
  vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
    const address = `blob:test/${files.size}`
    files.set(address, file as Blob)
    return address
  })
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined)
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    const file = files.get(this.href)
    if (file) offered.push({ file, fileName: this.download })
  })
}

beforeEach(async () => {
  offered = []
  catchDownloads()
  clock = createTestClock(new Date(2026, 10, 21, 15, 4, 9).getTime())
  client = await createMemoryClient({ clock })
  await client.start()
  const made = await client.device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: true, at: clock.now(), who: '' })
  if (!made.ok) throw new Error(made.failure.type)
  bookId = made.value.bookId
})
afterEach(() => vi.restoreAllMocks())

async function edit(times: number) {
  for (let i = 0; i < times; i++) {
    const edited = await client.device.edit(bookId, { type: 'renameBook', name: `Home ${clock.now().utc} ${i}` }, clock.now())
    if (!edited.ok) throw new Error(edited.failure.type)
  }
}

/** Lets the stores hear what the device told, and shows it. */
async function settle(wrapper: VueWrapper) {
  await useBookStore().refresh()
  await eventually(async () => {
    await flushPromises()
    expect(wrapper.find('[aria-busy]').exists()).toBe(false)
    // the journal is fetched when it is first asked for
    expect(useExposureStore().exposure).not.toBeNull()
  }, 10_000)
}

async function showAll() {
  const { wrapper } = await mountInApp(EVERYTHING, client)
  await useBookStore().open(bookId)
  await settle(wrapper)
  return wrapper
}

const press = (wrapper: VueWrapper, name: string) => {
  const found = wrapper.findAll('button').find((button) => button.text() === name)
  if (!found) throw new Error(`no button ${name}`)
  return found.trigger('click')
}

async function dropBackIn(wrapper: VueWrapper, file: File) {
  const input = wrapper.get<HTMLInputElement>('input[aria-label="Backup file"]')
  Object.defineProperty(input.element, 'files', { value: [file], configurable: true })
  await input.trigger('change')
  await eventually(() => expect(wrapper.text()).toContain(file.name), 10_000)
  await eventually(() => expect(wrapper.find('progress').exists()).toBe(false), 10_000)
  await flushPromises()
}

const status = (wrapper: VueWrapper) => wrapper.getComponent(BackupStatus).text()
const reminder = (wrapper: VueWrapper) => wrapper.getComponent(ReminderNotice).text()

describe('a backup', () => {
  test('is none until one was made, and the status says so', async () => {
    const wrapper = await showAll()
    expect(status(wrapper)).toContain('Saved here')
    expect(status(wrapper)).toContain('no backup made here yet')
    expect(wrapper.text()).toContain('No backup of this book was made on this device yet')
  })

  test('is offered as a download, told as offered, and confirmed only when it was dropped back in', async () => {
    const wrapper = await showAll()
    await edit(3)
    await settle(wrapper)
    expect(status(wrapper)).toContain('3 changes only here')

    await press(wrapper, 'Back up now')
    await eventually(() => expect(offered).toHaveLength(1), 10_000)
    await settle(wrapper)
    const [download] = offered
    if (!download) throw new Error('nothing was offered')
    expect(download.fileName).toMatch(/_manual_.*20261121_\d{6}.*\.db$/)
    expect(useNoticeStore().notices.at(-1)?.title).toContain('was offered to your downloads at')
    expect(status(wrapper)).toContain('not yet checked')
    expect(status(wrapper)).toContain('no changes since')
    expect(wrapper.getComponent(BackupStatus).find('.dot.safe').exists()).toBe(false)
    expect(wrapper.get('tbody').text()).toContain('offered, not yet checked')

    clock.advance(60_000)
    await dropBackIn(wrapper, new File([download.file], download.fileName))
    await settle(wrapper)
    expect(wrapper.text()).toContain('Confirmed: this is a good backup of this book')
    expect(status(wrapper)).toContain('backup confirmed, made')
    expect(wrapper.getComponent(BackupStatus).find('.dot.safe').exists()).toBe(true)
    expect(wrapper.get('tbody').text()).not.toContain('not yet checked')
  })

  test('that lost a byte is not confirmed', async () => {
    const wrapper = await showAll()
    await press(wrapper, 'Back up now')
    await eventually(() => expect(offered).toHaveLength(1), 10_000)
    await settle(wrapper)
    const [download] = offered
    if (!download) throw new Error('nothing was offered')
    await dropBackIn(wrapper, new File([download.file.slice(0, download.file.size - 1)], download.fileName))
    expect(wrapper.text()).toContain('This is not a good backup')
    expect(wrapper.text()).not.toContain('Confirmed')
    expect(wrapper.get('tbody').text()).toContain('offered, not yet checked')
  })

  test('that fails claims nothing and says what to do', async () => {
    const failing: NightsafeClient = {
      ...client,
      makeBackup: () => ({ outcome: Promise.resolve({ ok: false, failure: { type: 'TestRestoreFailed', detail: 'one table differs.' } }), cancel: () => undefined }),
    }
    const { wrapper } = await mountInApp(EVERYTHING, failing)
    await useBookStore().open(bookId)
    await settle(wrapper)
    await press(wrapper, 'Back up now')
    await settle(wrapper)
    expect(offered).toHaveLength(0)
    expect(status(wrapper)).toContain('no backup made here yet')
    const told = useNoticeStore().notices.at(-1)
    expect(told?.title).toBe('The backup did not pass its test restore')
    expect(told?.detail).toContain('No backup was made, and none is claimed.')

    await wrapper.get('form').trigger('submit')
    await settle(wrapper)
    expect(wrapper.get('form + section').text()).toContain('No backup was made, and none is claimed.')
    expect(wrapper.get('form + section').text()).not.toContain('offered')
  })
})

describe('a backup that takes long', () => {
  test('shows its step, can be stopped, and then offers and claims nothing', async () => {
    let stop: (outcome: { ok: false; failure: { type: 'Cancelled' } }) => void = () => undefined
    const slow: NightsafeClient = {
      ...client,
      makeBackup: (_bookId, _request, onProgress) => {
        onProgress({ step: 'testing', done: 1, total: 4 })
        return { outcome: new Promise((resolve) => (stop = resolve)), cancel: () => stop({ ok: false, failure: { type: 'Cancelled' } }) }
      },
    }
    const { wrapper } = await mountInApp({ template: '<div><BackUpNowButton /><BackupUnderWay /></div>', components: { BackUpNowButton, BackupUnderWay } }, slow)
    await useBookStore().open(bookId)
    await flushPromises()
    await press(wrapper, 'Back up now')
    expect(wrapper.find('progress').exists()).toBe(false)
    await eventually(() => expect(wrapper.text()).toContain('opening the file again to test it'), 5_000)
    await press(wrapper, 'Cancel')
    await flushPromises()
    expect(wrapper.find('progress').exists()).toBe(false)
    expect(offered).toHaveLength(0)
    expect(useNoticeStore().notices).toHaveLength(0)
  })
})

describe('the reminder', () => {
  test('keeps quiet while little is exposed, comes with the changes, and goes with a backup', async () => {
    const wrapper = await showAll()
    await edit(4)
    await settle(wrapper)
    expect(reminder(wrapper)).toBe('')
    await edit(1)
    await settle(wrapper)
    expect(reminder(wrapper)).toContain('5 changes exist only on this device')
    await press(wrapper, 'Back up now')
    await eventually(() => expect(offered).toHaveLength(1), 10_000)
    await settle(wrapper)
    expect(reminder(wrapper)).toBe('')
  })

  test('comes with age', async () => {
    const wrapper = await showAll()
    await edit(1)
    await settle(wrapper)
    expect(reminder(wrapper)).toBe('')
    clock.advance(13 * HOUR)
    await edit(1)
    await settle(wrapper)
    expect(reminder(wrapper)).toContain('2 changes exist only on this device')
  })

  test('can be put off, and comes again', async () => {
    const wrapper = await showAll()
    await edit(6)
    await settle(wrapper)
    expect(reminder(wrapper)).toContain('6 changes')
    const opener = wrapper.getComponent(ReminderNotice).findAll('button').find((button) => button.text() === 'Later')
    await opener?.trigger('keydown', { key: 'Enter' })
    await flushPromises()
    const item = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')].find((one) => one.textContent.includes('In 1 hour'))
    item?.click()
    await settle(wrapper)
    expect(reminder(wrapper)).toBe('')
    clock.advance(HOUR + 1)
    await edit(1)
    await settle(wrapper)
    expect(reminder(wrapper)).toContain('7 changes')
  })
})
