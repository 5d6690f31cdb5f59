import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type BrowserContext, type Page } from '@playwright/test'

type LaunchOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>

/** A place inside a Chromium profile where an origin keeps something. */
export type Medium = 'indexedDB' | 'opfs' | 'localStorage' | 'serviceWorker'

const FOLDERS: Record<Medium, string> = {
  indexedDB: 'IndexedDB',
  opfs: 'File System',
  localStorage: 'Local Storage',
  serviceWorker: 'Service Worker',
}

/** One person's computer: a browser whose profile is on disk, so that it can be killed, robbed and opened again. */
export interface Device {
  /** The browser as it is now; throws while it is not open. */
  readonly context: BrowserContext
  /** Opens the browser, again too, and gives its first page, which is still empty. */
  open(): Promise<Page>
  /** Ends the browser in good order. */
  close(): Promise<void>
  /** Ends all of the browser's processes with SIGKILL and waits until they are gone. */
  kill(): Promise<void>
  /** Deletes what origins keep in some places, on disk, while the browser is closed; all of the profile when none is named. */
  wipe(...media: readonly Medium[]): Promise<void>
  /** The folder on disk of such a place. */
  folder(medium: Medium): string
  /** Ends the browser and deletes the profile. */
  dispose(): Promise<void>
}

/**
 * Makes a device with an empty profile. `watch` runs each time its browser has been opened; what it gives runs before
 * the browser ends, because a browser that is being ended complains about whatever it was doing.
 */
export async function createDevice(options: LaunchOptions, watch: (context: BrowserContext) => () => void): Promise<Device> {
  const profile = await mkdtemp(join(tmpdir(), 'nightsafe-e2e-'))
  let context: BrowserContext | null = null
  let lookAway = () => {}

  const folder = (medium: Medium) => join(profile, 'Default', FOLDERS[medium])

  async function close(): Promise<void> {
    lookAway()
    await context?.close()
    context = null
  }

  async function wipe(...media: readonly Medium[]): Promise<void> {
    if (context) throw new Error('close or kill the browser before wiping its profile')
    const folders = media.length > 0 ? media.map(folder) : [profile]
    // Chromium may still be writing out its caches for a moment after it has gone.
    for (const path of folders) await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  return {
    get context() {
      if (!context) throw new Error('the browser is not open')
      return context
    },
    async open() {
      if (context) throw new Error('the browser is open already')
      context = await chromium.launchPersistentContext(profile, options)
      lookAway = watch(context)
      return context.pages()[0] ?? (await context.newPage())
    },
    close,
    async kill() {
      if (!context) throw new Error('the browser is not open')
      const gone = new Promise<void>((resolve) => context?.on('close', () => resolve()))
      lookAway()
      // The lock is a link to `<host>-<process id>`.
      const lock = await readlink(join(profile, 'SingletonLock'))
      process.kill(Number(lock.slice(lock.lastIndexOf('-') + 1)), 'SIGKILL')
      await gone
      context = null
      await processesGone(profile)
    },
    wipe,
    folder,
    async dispose() {
      await close()
      await wipe()
    },
  }
}

/** Waits until no process works on a profile any more; the helpers of a killed browser outlive it by a moment. */
async function processesGone(profile: string): Promise<void> {
  for (let waited = 0; waited < 5_000; waited += 20) {
    if (!readdirSync('/proc').some((name) => /^\d+$/.test(name) && commandLine(name).includes(profile))) return
    await sleep(20)
  }
  throw new Error('the killed browser left processes behind')
}

function commandLine(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8')
  } catch (error) {
    // It ended between listing and reading.
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}
