import { createRouter, createWebHashHistory, type RouterHistory } from 'vue-router'

/** All places of the app. Hash history, so that it works from any static host, from any folder, and offline. */
export function createAppRouter(history: RouterHistory = createWebHashHistory()) {
  return createRouter({
    history,
    routes: [
      { path: '/', name: 'start', component: () => import('./pages/StartPage.vue') },
      { path: '/today', name: 'today', component: () => import('./pages/TodayPage.vue'), meta: { needsBook: true } },
      { path: '/tables', name: 'tables', component: () => import('./pages/tables/TablesPage.vue'), meta: { needsBook: true } },
      { path: '/import/:table?', name: 'import', component: () => import('./pages/tables/ImportPage.vue'), props: true, meta: { needsBook: true } },
      { path: '/print/:table', name: 'print', component: () => import('./pages/tables/PrintPage.vue'), props: true, meta: { needsBook: true } },
      { path: '/sql', name: 'sql', component: () => import('./pages/tables/SqlPage.vue'), meta: { needsBook: true } },
      { path: '/tables/:table', name: 'table', component: () => import('./pages/tables/TablePage.vue'), props: true, meta: { needsBook: true } },
      { path: '/tables/:table/charts', name: 'charts', component: () => import('./pages/tables/ChartsPage.vue'), props: true, meta: { needsBook: true } },
      { path: '/tables/:table/:recordKey', name: 'record', component: () => import('./pages/tables/RecordPage.vue'), props: true, meta: { needsBook: true } },
      { path: '/backups', name: 'backups', component: () => import('./pages/BackupsPage.vue'), meta: { needsBook: true } },
      { path: '/backups/:kind(restore-point|safety-copy)/:id/:view(look|compare)', name: 'copy', component: () => import('./pages/CopyPage.vue'), props: true, meta: { needsBook: true } },
      { path: '/restore', name: 'restore', component: () => import('./pages/RestorePage.vue') },
      { path: '/journal', name: 'journal', component: () => import('./pages/JournalPage.vue') },
      { path: '/settings', name: 'settings', component: () => import('./pages/SettingsPage.vue') },
      { path: '/:rest(.*)*', redirect: { name: 'today' } },
    ],
  })
}
