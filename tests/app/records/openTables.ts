import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { RouterView, createMemoryHistory, type Router } from 'vue-router'
import { createAppI18n } from '../../../src/app/i18n'
import { en } from '../../../src/app/locales/en'
import { createAppRouter } from '../../../src/app/router'
import { useBookStore } from '../../../src/app/stores/book'
import { useNoticeStore } from '../../../src/app/stores/notice'
import { clientKey } from '../../../src/app/useClient'
import type { Cell } from '../../../src/core/base/cell'
import { createMemoryDevice, type MemoryDevice } from '../../../src/platform/memory/memoryDevice'
import type { NightsafeClient } from '../../../src/worker/client/nightsafeClient'
import { createMemoryClient } from '../../support/createMemoryClient'

/** The client, but every argument crosses as it does to a worker: what cannot be cloned throws. */
function asIfInWorker(client: NightsafeClient): NightsafeClient {
  const device = new Proxy(client.device, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver)
      if (typeof method !== 'function') return method
      return (...args: unknown[]) => (method as (...args: unknown[]) => unknown).apply(target, args.map((arg) => structuredClone(arg)))
    },
  })
  return { ...client, device }
}

// loaded here, so that no single test pays for it
import '../../../src/core/book/edits/applyEdit'
import '../../../src/core/book/edits/applyInverse'
import '../../../src/app/pages/tables/RecordPage.vue'
import '../../../src/app/pages/tables/TablePage.vue'
import '../../../src/app/pages/tables/TablesPage.vue'

declare global {
  interface Window {
    readonly happyDOM?: { setViewport(size: { width: number; height: number }): void }
  }
}

/** A household budget with its samples, shown by the real pages at a place of the app. */
export async function openTables(at: string, device: MemoryDevice = createMemoryDevice(), existing: string | null = null) {
  // a phone: the grid needs a real browser
  window.happyDOM?.setViewport({ width: 390, height: 844 })
  const client = asIfInWorker(await createMemoryClient({ device }))
  await client.start()
  const bookId = existing ?? (await createBudget(client))
  const pinia = createPinia()
  setActivePinia(pinia)
  const router = createAppRouter(createMemoryHistory())
  keepState(router)
  await router.push(at)
  const wrapper = mount(RouterView, {
    attachTo: document.body,
    global: { plugins: [pinia, createAppI18n(en), router], provide: { [clientKey as symbol]: client } },
  })
  const book = useBookStore(pinia)
  client.onEvent((event) => {
    if (event.type === 'book-changed') book.accept(event.head)
  })
  const opened = await book.open(bookId)
  if (!opened.ok) throw new Error(opened.failure.type)
  await settle()

  /** The value stored in a field of a record. */
  async function stored(table: string, key: number, field: string): Promise<Cell | undefined> {
    const result = await client.device.record(bookId, table, [key])
    const index = book.table(table)?.fields.findIndex((one) => one.name === field) ?? -1
    return result.ok ? result.value.cells[index] : undefined
  }

  return { client, bookId, device, router, wrapper, book, notices: useNoticeStore(pinia), stored }
}

/** A history in memory carries no state from page to page: it is put where a browser has it. */
function keepState(router: Router): void {
  for (const name of ['push', 'replace'] as const) {
    const go = router[name].bind(router)
    router[name] = (to) => {
      window.history.replaceState(typeof to === 'object' ? to.state : null, '')
      return go(to)
    }
  }
}

async function createBudget(client: NightsafeClient): Promise<string> {
  const made = await client.device.createBook({
    templateId: 'household-budget', name: 'Household', currency: 'EUR', withSamples: true, at: client.clock.now(), who: '',
  })
  if (!made.ok) throw new Error(made.failure.type)
  return made.value.bookId
}

/** Lets calls, debounces and pages that load late come to rest. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) {
    await flushPromises()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** The control that a label with this text points to. */
export function control(wrapper: VueWrapper, label: string): HTMLInputElement {
  const found = [...document.querySelectorAll('label')].find((one) => one.textContent.trim().startsWith(label))
  const element = found && document.getElementById(found.htmlFor)
  if (!element) throw new Error(`no control is labelled “${label}” in ${wrapper.html().slice(0, 2000)}`)
  return element as HTMLInputElement
}

/** The sentence beside a control that says what is wrong with it; empty when there is none. */
export function problemOf(wrapper: VueWrapper, label: string): string {
  const id = control(wrapper, label).id
  return document.getElementById(`${id}-problem`)?.textContent ?? ''
}

/** Types into a control and leaves it. */
export async function type(wrapper: VueWrapper, label: string, text: string): Promise<void> {
  const element = control(wrapper, label)
  element.value = text
  element.dispatchEvent(new Event(element.tagName === 'SELECT' ? 'change' : 'input'))
  element.dispatchEvent(new Event('blur'))
  await settle()
}

/** Presses the button with this text or name. */
export async function press(name: string): Promise<void> {
  const button = [...document.querySelectorAll('button')].findLast((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === name)
  if (!button) throw new Error(`no button “${name}” among ${[...document.querySelectorAll('button')].map((one) => one.textContent.trim()).join(' | ')}`)
  button.click()
  await settle()
}
