import { readFileSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA, type ManifestOptions } from 'vite-plugin-pwa'
import { wordsCompiler } from './scripts/compileWords.mjs'
import { DEV_HEADERS, DEV_STYLE_NONCE, HASHED_FOLDER, headersFile, SECURITY_HEADERS } from './scripts/headers.mjs'

const fromHere = (path: string) => new URL(path, import.meta.url)
const packageFile = JSON.parse(readFileSync(fromHere('package.json'), 'utf8')) as { version: string }
const manifest = JSON.parse(readFileSync(fromHere('manifest.webmanifest'), 'utf8')) as Partial<ManifestOptions>

/** Writes dist/_headers, so that a static host sends what `npm start` sends. */
const headersForHosts: Plugin = {
  name: 'nightsafe:headers-for-hosts',
  apply: 'build',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() })
  },
}

export default defineConfig(({ command }) => ({
  // Relative, so that the build works from any folder of any static host.
  base: './',
  define: {
    __APP_VERSION__: JSON.stringify(packageFile.version),
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    // a build's words are compiled already
    __INTLIFY_DROP_MESSAGE_COMPILER__: String(command === 'build'),
  },
  ...(command === 'serve' ? { html: { cspNonce: DEV_STYLE_NONCE } } : {}),
  server: { headers: { ...DEV_HEADERS } },
  preview: { headers: { ...SECURITY_HEADERS } },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    assetsDir: HASHED_FOLDER,
    // Everything is a file of its own: the policy lets no data: URL be fetched, and the wasm streams.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Lets scripts/checkSize.mjs tell which files the first load needs.
    manifest: '.vite/manifest.json',
  },
  plugins: [
    vue(),
    wordsCompiler(),
    headersForHosts,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/serviceWorker',
      filename: 'serviceWorker.ts',
      // The app registers the worker itself (useAppUpdate) and asks before it takes an update.
      registerType: 'prompt',
      injectRegister: false,
      manifest,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,wasm}'],
        // Shown only before the app is installed.
        globIgnores: ['screenshot-*.png'],
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
      },
    }),
  ],
}))
