import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import MakeBackup from '../../../src/app/components/backup/MakeBackup.vue'
import EncryptionCard from '../../../src/app/components/encryption/EncryptionCard.vue'
import ProvePassphraseNotice from '../../../src/app/components/encryption/ProvePassphraseNotice.vue'
import { useBookStore } from '../../../src/app/stores/book'
import { useNoticeStore } from '../../../src/app/stores/notice'
import { passphraseTestCode } from '../../../src/core/backup/passphrase'
import type { NightsafeClient } from '../../../src/worker/client/nightsafeClient'
import { createMemoryClient, createTestClock, type TestClock } from '../../support/createMemoryClient'
import { mountInApp } from '../../support/mountInApp'
import { eventually } from '../../support/eventually'

enableAutoUnmount(afterEach)
afterEach(() => vi.restoreAllMocks())

const WORDS = 'seven lamps burn over quiet water tonight'
let clock: TestClock

async function begin() {
  clock = createTestClock()
  const client = await createMemoryClient({ clock })
  await client.start()
  const made = await client.device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: false, at: clock.now(), who: '' })
  if (!made.ok) throw new Error(made.failure.type)
  return { client, bookId: made.value.bookId }
}

async function show(component: Parameters<typeof mountInApp>[0], encrypted: boolean) {
  const { client, bookId } = await begin()
  if (encrypted) {
    const { utc } = clock.now()
    await client.changeSettings({ books: { [bookId]: { snoozedUntil: 0, keepFields: [], leaveOutFields: [], encryption: { passphrase: WORDS, since: utc, provedAt: utc } } } })
  }
  const { wrapper } = await mountInApp(component, client, { at: 'settings' })
  await useBookStore().open(bookId)
  await flushPromises()
  return { wrapper, client, bookId }
}

const encryptionOf = (client: NightsafeClient, bookId: string) => client.settings().books[bookId]?.encryption ?? null
const find = (wrapper: VueWrapper, name: string) => wrapper.findAll('button').find((one) => one.text() === name)

async function press(wrapper: VueWrapper, name: string) {
  const found = find(wrapper, name)
  if (!found) throw new Error(`no button ${name}`)
  if (found.attributes('type') === 'submit') await wrapper.get('dialog form').trigger('submit')
  else await found.trigger('click')
  await flushPromises()
}

async function openDialog(wrapper: VueWrapper, name: string) {
  await press(wrapper, name)
  await eventually(() => expect(wrapper.find('dialog h2').exists()).toBe(true), 5_000)
  return wrapper.get('dialog')
}

describe('encryption', () => {
  test('is off at first, and says what that means', async () => {
    const { wrapper, client, bookId } = await show(EncryptionCard, false)
    expect(wrapper.text()).toContain('Backups are not encrypted')
    expect(encryptionOf(client, bookId)).toBeNull()
  })

  test('is turned on with a generated passphrase that is typed once; the sheet then shows it with its test code and how to use age', async () => {
    const { wrapper, client, bookId } = await show(EncryptionCard, false)
    const dialog = await openDialog(wrapper, 'Turn on encryption')
    const first = dialog.get('output').text()
    await press(wrapper, 'Another one')
    const passphrase = dialog.get('output').text()
    expect(passphrase).not.toBe(first)
    expect(passphrase.length).toBeGreaterThan(20)
    await press(wrapper, 'Go on')
    expect(dialog.text()).not.toContain(passphrase)
    await dialog.get('input').setValue('something else')
    await dialog.get('form').trigger('submit')
    expect(dialog.get('[role="alert"]').text()).toContain('It is not the same.')
    expect(encryptionOf(client, bookId)).toBeNull()

    await dialog.get('input').setValue(` ${passphrase} `)
    await wrapper.get('dialog form').trigger('submit')
    await eventually(() => expect(dialog.get('h2').text()).toBe('Recovery sheet'))
    expect(encryptionOf(client, bookId)).toEqual({ passphrase, since: clock.now().utc, provedAt: clock.now().utc })
    expect(dialog.text()).toContain(passphrase)
    expect(dialog.text()).toContain(passphraseTestCode(passphrase))
    expect(dialog.text()).toMatch(/age -d -o book\.db Home_backup_\d{8}_\d{6}\.db\.age/)
    const journal = await client.device.journal({ bookId, before: null, limit: 1 })
    expect(journal.ok && JSON.stringify(journal.value)).toContain('"encryption"')
    expect(journal.ok && JSON.stringify(journal.value)).not.toContain(passphrase)
  })

  test('takes a weak passphrase of one’s own only when that is said twice', async () => {
    const { wrapper } = await show(EncryptionCard, false)
    const dialog = await openDialog(wrapper, 'Turn on encryption')
    await dialog.get('input[value="own"]').setValue(true)
    expect(find(wrapper, 'Go on')?.attributes('disabled')).toBeDefined()
    await dialog.get('input[type="text"]').setValue('secret1')
    expect(dialog.text()).toContain('Weak:')
    expect(find(wrapper, 'Go on')?.attributes('disabled')).toBeDefined()
    await dialog.get('input[role="switch"]').setValue(true)
    expect(find(wrapper, 'Go on')?.attributes('disabled')).toBeUndefined()
    await dialog.get('input[type="text"]').setValue('secret2')
    expect(find(wrapper, 'Go on')?.attributes('disabled')).toBeDefined()
    await dialog.get('input[type="text"]').setValue(WORDS)
    expect(dialog.text()).toContain('Strong:')
    expect(find(wrapper, 'Go on')?.attributes('disabled')).toBeUndefined()
  })

  test('prints the sheet alone, with the passphrase or with room to write it', async () => {
    const { wrapper } = await show(EncryptionCard, true)
    const printed = vi.fn()
    vi.stubGlobal('print', printed)
    const dialog = await openDialog(wrapper, 'Show the recovery sheet')
    const paper = () => document.querySelector('body > .printed-alone')?.textContent ?? ''
    expect(paper()).toContain(WORDS)
    await dialog.get('input[role="switch"]').setValue(false)
    expect(paper()).not.toContain(WORDS)
    expect(paper()).toContain('Write it here by hand')
    expect(dialog.text()).not.toContain(WORDS)
    await press(wrapper, 'Print')
    expect(printed).toHaveBeenCalledOnce()
    await press(wrapper, 'Close')
    expect(document.querySelector('.printed-alone')).toBeNull()
    vi.unstubAllGlobals()
  })

  test('notes that the passphrase was proved only when it was typed right', async () => {
    const { wrapper, client, bookId } = await show(EncryptionCard, true)
    const before = encryptionOf(client, bookId)
    clock.advance(1_000)
    const dialog = await openDialog(wrapper, 'Prove the passphrase')
    await dialog.get('input').setValue('seven lamps burn over quiet water today')
    await dialog.get('form').trigger('submit')
    expect(dialog.get('[role="alert"]').text()).toContain('This is not the passphrase')
    expect(find(wrapper, 'Show the recovery sheet')).toBeDefined()
    expect(encryptionOf(client, bookId)).toEqual(before)
    await dialog.get('input').setValue(WORDS)
    await dialog.get('form').trigger('submit')
    await eventually(() => expect(encryptionOf(client, bookId)?.provedAt).toBe(clock.now().utc))
    await eventually(() => expect(useNoticeStore().notices.at(-1)?.detail).toContain(passphraseTestCode(WORDS)))
  })

  test('asks for the passphrase after a week, not before, and can be put off for another', async () => {
    const { wrapper, client, bookId } = await show({ template: '<div><ProvePassphraseNotice :key="at" /></div>', props: { at: Number }, components: { ProvePassphraseNotice } }, true)
    const later = async (days: number) => {
      clock.advance(days * 86_400_000)
      await wrapper.setProps({ at: clock.now().utc })
      await flushPromises()
    }
    await later(6)
    expect(wrapper.text()).toBe('')
    await later(1)
    expect(wrapper.text()).toContain('Do you still have the passphrase of your backups?')
    await press(wrapper, 'Ask in a week')
    expect(wrapper.text()).toBe('')
    await later(6)
    expect(wrapper.text()).toBe('')
    await later(1)
    const dialog = await openDialog(wrapper, 'Prove the passphrase')
    await dialog.get('input').setValue(WORDS)
    await dialog.get('form').trigger('submit')
    await eventually(() => expect(wrapper.text()).toBe(''))
    expect(encryptionOf(client, bookId)).toEqual({ passphrase: WORDS, since: expect.any(Number) as number, provedAt: clock.now().utc })
  })

  test('is turned off only after it was said what that does', async () => {
    const { wrapper, client, bookId } = await show(EncryptionCard, true)
    const dialog = await openDialog(wrapper, 'Turn off encryption')
    expect(dialog.text()).toContain('Backups made before stay encrypted.')
    await dialog.findAll('button').find((one) => one.text() === 'Turn off encryption')?.trigger('click')
    await eventually(() => expect(encryptionOf(client, bookId)).toBeNull())
  })
})

describe('one backup', () => {
  test('is encrypted where the book’s backups are, and can go out plain this once', async () => {
    const { client, bookId } = await begin()
    const { utc } = clock.now()
    await client.changeSettings({ books: { [bookId]: { snoozedUntil: 0, keepFields: [], leaveOutFields: [], encryption: { passphrase: WORDS, since: utc, provedAt: utc } } } })
    const asked: (string | null | undefined)[] = []
    const listening: NightsafeClient = {
      ...client,
      makeBackup: (_bookId, request) => {
        asked.push(request.passphrase)
        return { outcome: Promise.resolve({ ok: false, failure: { type: 'Cancelled' } }), cancel: () => undefined }
      },
    }
    const { wrapper } = await mountInApp(MakeBackup, listening, { at: 'backups' })
    await useBookStore().open(bookId)
    await flushPromises()
    await wrapper.get('form').trigger('submit')
    await flushPromises()
    const switches = wrapper.findAll('input[role="switch"]')
    await switches.at(-1)?.setValue(false)
    expect(wrapper.text()).toContain('This file will not be encrypted')
    await wrapper.get('form').trigger('submit')
    await flushPromises()
    expect(asked).toEqual([undefined, null])
  })
})
