// The command line: installs what is missing (told on stderr, so that stdout stays the command's own), then runs it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('..', import.meta.url)

/** @param {string} path */
const inRoot = (path) => fileURLToPath(new URL(path, root))

if (!existsSync(inRoot('node_modules/.package-lock.json'))) {
  console.error('Installing what package-lock.json names (npm ci) …')
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const installed = spawnSync(command, [...first, 'ci', '--silent', '--no-fund', '--no-audit'], {
    cwd: inRoot('.'),
    stdio: ['ignore', 2, 2],
    // on Windows npm is a .cmd file, which only a shell starts
    shell: command === 'npm' && process.platform === 'win32',
  })
  if (installed.status !== 0) {
    console.error('npm ci failed. Nightsafe needs Node 20.19 or newer and the npm registry.')
    process.exit(1)
  }
}

// a tsconfig of the folder that the person is in is not ours to follow
process.env.TSX_TSCONFIG_PATH = inRoot('tsconfig.base.json')
// npm runs scripts in the project's folder; file names are meant from where the person is
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
const { register } = await import('tsx/esm/api')
register()
await import(new URL('src/cli/main.ts', root).href)
