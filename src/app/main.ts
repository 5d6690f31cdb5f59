import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { z } from 'zod'
import { createBrowserClient } from '../worker/client/createBrowserClient'
import App from './App.vue'
import { createAppI18n } from './i18n'
import { createAppRouter } from './router'
import './styles/index.css'
import { clientKey } from './useClient'

// zod probes for `new Function` otherwise, which the content policy forbids
z.config({ jitless: true })

const client = await createBrowserClient()
createApp(App).provide(clientKey, client).use(createPinia()).use(createAppI18n()).use(createAppRouter()).mount('#app')
