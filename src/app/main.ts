import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createBrowserClient } from '../worker/client/createBrowserClient'
import App from './App.vue'
import { watchInstall } from './composables/useInstall'
import { createAppI18n, createLaterWords } from './i18n'
import { reportCrash } from './reportCrash'
import { createAppRouter } from './router'
import { useNoticeStore } from './stores/notice'
import './styles/index.css'
import { clientKey } from './useClient'

watchInstall()

const i18n = createAppI18n()
const laterWords = createLaterWords(i18n)
const router = createAppRouter()
// the day's page stands at once; all others wait for their words
router.beforeResolve(async ({ name }) => {
  if (name !== 'today') await laterWords()
})
const app = createApp(App).use(createPinia()).use(i18n).use(router)
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
void laterWords()
