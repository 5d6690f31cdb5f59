import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createBrowserClient } from '../worker/client/createBrowserClient'
import App from './App.vue'
import { watchInstall } from './composables/useInstall'
import { createAppI18n } from './i18n'
import { reportCrash } from './reportCrash'
import { createAppRouter } from './router'
import { useNoticeStore } from './stores/notice'
import './styles/index.css'
import { clientKey } from './useClient'

watchInstall()

const i18n = createAppI18n()
const app = createApp(App).use(createPinia()).use(i18n).use(createAppRouter())
reportCrash(app, () => {
  const { t } = i18n.global
  useNoticeStore().tell({
    tone: 'risk',
    title: t('shell.crash.title'),
    detail: t('shell.crash.detail'),
    action: { label: t('base.reload'), lasting: true, run: () => location.reload() },
  })
})
app.provide(clientKey, await createBrowserClient())
app.mount('#app')
