// Finds the Chromium that the browser tests run in, and installs one where that is possible.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

function usualPlaces() {
  const env = process.env
  if (process.platform === 'darwin') {
    return ['/Applications', `${env.HOME ?? ''}/Applications`].flatMap((folder) => [
      `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
    ])
  }
  if (process.platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Chromium/Application/chrome.exe')])
  }
  const folders = (env.PATH ?? '').split(delimiter).concat('/usr/bin', '/usr/local/bin', '/snap/bin')
  return folders.filter(Boolean).flatMap((folder) => NAMES.map((name) => join(folder, name)))
}

/**
 * The path of an installed Chromium or Chrome: CHROMIUM_PATH, else the usual places.
 * @returns {string | null}
 */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : null
  return usualPlaces().find((path) => existsSync(path)) ?? null
}

/**
 * Finds a Chromium, or installs Debian's where this is Debian and we are root; else says what to do and ends the
 * process with 2.
 * @returns {string}
 */
export function chromiumOrExit() {
  const found = findChromium() ?? installChromium()
  if (found) return found
  const named = process.env.CHROMIUM_PATH
  console.error(
    [
      '',
      named ? `CHROMIUM_PATH names ${named}, which does not exist.` : 'The browser tests need Chromium or Chrome, and none was found.',
      'Install one, then run this again:',
      '  Debian, Ubuntu   sudo apt-get update && sudo apt-get install chromium',
      '  Fedora           sudo dnf install chromium',
      '  macOS            brew install --cask chromium',
      '  Windows          winget install Google.Chrome',
      'or say where it is:  CHROMIUM_PATH=/path/to/chromium npm test',
    ].join('\n'),
  )
  process.exit(2)
}

function installChromium() {
  const debianRoot = process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
  if (!debianRoot || process.env.CHROMIUM_PATH) return null
  console.log('Installing chromium with apt-get …')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  // A stale list is no reason to stop: the install says whether it works.
  run('apt-get', ['update', '-q'], { env })
  return run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env }) === 0 ? findChromium() : null
}
