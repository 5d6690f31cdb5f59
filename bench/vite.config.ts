import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

// The page that the benchmarks run in: the same sources and worker settings as the app's, without the app.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  define: { __APP_VERSION__: '"bench"' },
  worker: { format: 'es' },
  build: {
    rolldownOptions: { input: ['index.html', 'plainGrid.html'].map((page) => fileURLToPath(new URL(page, import.meta.url))) },
    outDir: fileURLToPath(new URL('../.cache/bench', import.meta.url)), emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0, reportCompressedSize: false,
  },
})
