// `npm run dev`: Vite's development server, with what it needs installed first. Takes Vite's options.
import { installIfNeeded } from './install.mjs'
import { runPackage } from './run.mjs'

installIfNeeded()
process.exit(runPackage('vite/bin/vite.js', process.argv.slice(2)))
