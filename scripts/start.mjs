// `npm start`: from a fresh clone to the running app.
import { join } from 'node:path'
import { installIfNeeded } from './install.mjs'
import { ROOT, runPackage } from './run.mjs'
import { serveFolder, serveNear } from './serve.mjs'

const USUAL_PORT = 4173

installIfNeeded()

const status = runPackage('vite/bin/vite.js', ['build', '--logLevel', 'warn'])
if (status !== 0) process.exit(status)

const folder = join(ROOT, 'dist')
const asked = process.env.PORT
try {
  const server = asked ? await serveFolder(folder, Number(asked)) : await serveNear(folder, USUAL_PORT)
  console.log(`\nNightsafe is at ${server.url}  (Ctrl+C ends it)`)
  if (!asked && server.port !== USUAL_PORT) {
    console.log(`Port ${USUAL_PORT} is taken. A browser keeps books by address: those begun at http://localhost:${USUAL_PORT}/ are not seen here.`)
  }
} catch (error) {
  console.error(`\nCould not listen on port ${asked ?? USUAL_PORT}: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
