import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import BackupFolderCard from '../../../src/app/components/backup/BackupFolderCard.vue'
import { hasOwnName } from '../../../src/app/components/backup/shelvedBackups'
import { useBookStore } from '../../../src/app/stores/book'
import type { BackupKind } from '../../../src/core/backup/manifest'
import type { NightsafeClient } from '../../../src/worker/client/nightsafeClient'
import type { ReadFiles } from '../../../src/worker/client/rememberedFolder'
import { createMemoryClient, createTestClock, type TestClock } from '../../support/createMemoryClient'
import { mountInApp } from '../../support/mountInApp'
import { eventually } from '../../support/eventually'

enableAutoUnmount(afterEach)

const DAY = 86_400_000
const places = vi.hoisted(() => ({ read: { files: [], folder: 'read' } as ReadFiles }))
vi.mock('../../../src/worker/client/rememberedFolder', () => ({
  createRememberedFolder: () => ({
    canChoose: true,
    folderName: () => Promise.resolve('Backups'),
    recentCount: () => Promise.resolve(0),
    filesOfFolder: () => Promise.resolve(places.read),
  }),
}))

let clock: TestClock
let client: NightsafeClient
let bookId: string

beforeEach(async () => {
  vi.stubGlobal('indexedDB', {})
  clock = createTestClock()
  client = await createMemoryClient({ clock })
  await client.start()
  const made = await client.device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: true, at: clock.now(), who: '' })
  if (!made.ok) throw new Error(made.failure.type)
  bookId = made.value.bookId
})
afterEach(() => vi.unstubAllGlobals())

async function backUp(kind: BackupKind): Promise<File> {
  await client.device.edit(bookId, { type: 'renameBook', name: `Home ${clock.now().utc}` }, clock.now())
  const made = await client.makeBackup(bookId, { kind, note: '' }, () => undefined).outcome
  if (!made.ok) throw new Error(made.failure.type)
  return new File([made.value.file], made.value.fileName)
}

async function look() {
  const { wrapper } = await mountInApp(BackupFolderCard, client, { at: 'backups' })
  await useBookStore().open(bookId)
  await eventually(() => expect(wrapper.text()).toContain('See what could go'))
  await wrapper.findAll('button').find((one) => one.text() === 'See what could go')?.trigger('click')
  await eventually(() => expect(wrapper.find('dialog h2').exists()).toBe(true), 5_000)
  return wrapper
}

describe('what could go from the folder', () => {
  test('is told for each backup, read in full, with why; nothing is deleted', async () => {
    const old = await backUp('end-of-day')
    const oldByHand = await backUp('manual')
    clock.advance(40 * DAY)
    const newest = await backUp('end-of-day')
    const damaged = new File([(await newest.arrayBuffer()).slice(0, 5_000)], 'Home_backup_20261120_180409.db')
    places.read = { files: [old, oldByHand, newest, damaged, new File(['{}'], 'package.json')], folder: 'read' }

    const wrapper = await look()
    await eventually(() => expect(wrapper.text()).toContain('Nothing was deleted.'), 15_000)
    expect(wrapper.get('.summary').text()).toMatch(/^1 backup is old enough to go/)
    const [going, staying] = wrapper.findAll('dialog section')
    expect(going?.text()).toContain(old.name)
    expect(going?.text()).toContain('end of day · 40 days old · older than its kind is kept')
    expect(staying?.findAll('li')).toHaveLength(3)
    expect(staying?.text()).toContain('by hand · 40 days old · kept for ever')
    expect(staying?.text()).toContain('It could not be verified. Look at it yourself.')
    expect(wrapper.text()).not.toContain('package.json')
  })

  test('that may not be read says so', async () => {
    places.read = { files: [], folder: 'refused' }
    const wrapper = await look()
    await flushPromises()
    expect(wrapper.get('dialog [role="alert"]').text()).toContain('the browser did not allow it')
  })

  test('concerns only files with names as this app gives them', () => {
    expect(['Home_backup_20261121_180409.db', 'Home_emergency_backup_20261121_180409.json.gz.age', 'Home_manual_20261121_180409_before_it.db.age'].map(hasOwnName)).toEqual([true, true, true])
    expect(['package.json', 'backup.db', 'Home_backup_20261121_180409.db.txt'].map(hasOwnName)).toEqual([false, false, false])
  })
})
