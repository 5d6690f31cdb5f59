import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

/** What a command came to. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the real command line as somebody who stands in `folder`. */
export function runNightsafe(folder: string, args: readonly string[]): Promise<Ran> {
  return new Promise((done) => {
    const env = { ...process.env, INIT_CWD: folder }
    const child = spawn(process.execPath, [resolve('scripts/nightsafe.mjs'), ...args], { cwd: folder, env })
    let out = ''
    let err = ''
    child.stdout.on('data', (data) => (out += String(data)))
    child.stderr.on('data', (data) => (err += String(data)))
    child.on('close', (code) => done({ code, out, err }))
  })
}
