import { createPinia, setActivePinia } from 'pinia'
import { mount } from '@vue/test-utils'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { createAppI18n } from '../../src/app/i18n'
import { en } from '../../src/app/locales/en'
import { clientKey } from '../../src/app/useClient'
import type { NightsafeClient } from '../../src/worker/client/nightsafeClient'

const EMPTY_PAGE = { template: '<div />' }
const PLACES = ['start', 'today', 'tables', 'backups', 'copy', 'restore', 'journal', 'settings']

/** Mounts a component as the app would: with its words, stores, places, and a client. Attached to the document. */
export async function mountInApp(component: Component, client: NightsafeClient, options: { props?: Record<string, unknown>; slots?: Record<string, string>; at?: string } = {}) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const router: Router = createRouter({
    history: createMemoryHistory(),
    routes: PLACES.map((name) => ({ path: `/${name}`, name, component: EMPTY_PAGE })),
  })
  await router.push(`/${options.at ?? 'today'}`)
  const wrapper = mount(component, {
    attachTo: document.body,
    props: options.props ?? {},
    slots: options.slots ?? {},
    global: { plugins: [pinia, createAppI18n(en), router], provide: { [clientKey as symbol]: client } },
  })
  return { wrapper, router }
}
