import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// Everything random in the tests follows from one seed. To repeat a run: NIGHTSAFE_SEED=<seed> npx vitest run …
if (!process.env.NIGHTSAFE_SEED) {
  process.env.NIGHTSAFE_SEED = String(Math.floor(Math.random() * 0x7fffffff))
  console.info(`seed ${process.env.NIGHTSAFE_SEED}`)
}
const seed = process.env.NIGHTSAFE_SEED

export default defineConfig({
  plugins: [vue()],
  define: { __APP_VERSION__: JSON.stringify('0.0.0-test') },
  test: {
    env: { NIGHTSAFE_SEED: seed },
    setupFiles: ['tests/support/seed.ts'],
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/app/**'],
        },
      },
      { extends: true, test: { name: 'app', environment: 'happy-dom', include: ['tests/app/**/*.test.ts'] } },
    ],
  },
})
