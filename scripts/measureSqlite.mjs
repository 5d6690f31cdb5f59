// What the `sqlite3` command takes for the same: copying a book, dumping it, and filling a new one from the dump.
import { spawn } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Runs `sqlite3` with files as its input and output. Null when there is no such command.
 * @param {string[]} args @param {string | null} input @param {string | null} output
 * @returns {Promise<number | null>} milliseconds
 */
function timedSqlite(args, input, output) {
  const from = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn('sqlite3', args, { stdio: ['pipe', 'pipe', 'inherit'] })
    child.once('error', (error) => ('code' in error && error.code === 'ENOENT' ? resolve(null) : reject(error)))
    child.once('close', (code) => (code === 0 ? resolve(performance.now() - from) : reject(new Error(`sqlite3 ended with ${code}`))))
    child.stdin.on('error', () => undefined)
    if (input) createReadStream(input).pipe(child.stdin)
    else child.stdin.end()
    child.stdout.pipe(createWriteStream(output ?? '/dev/null'))
  })
}

/**
 * The figures of `sqlite3 .backup`, `.dump` and a restored dump; none where the command is missing.
 * @param {string} sql fills the book
 */
export async function measureSqlite(sql) {
  const folder = await mkdtemp(join(tmpdir(), 'nightsafe-sqlite-'))
  const at = (/** @type {string} */ name) => join(folder, name)
  try {
    await writeFile(at('fill.sql'), `BEGIN;${sql};COMMIT;`)
    if ((await timedSqlite([at('book.db')], at('fill.sql'), null)) === null) {
      console.log('The sqlite3 command is not here: its figures are left out.')
      return []
    }
    const copied = await timedSqlite([at('book.db'), `.backup ${at('copy.db')}`], null, null)
    const dumped = await timedSqlite([at('book.db'), '.dump'], null, at('dump.sql'))
    const restored = await timedSqlite([at('new.db')], at('dump.sql'), null)
    const megabytes = async (/** @type {string} */ name) => (await stat(at(name))).size / 1e6
    return [
      { what: 'sqlite3 .backup', ms: copied, megabytes: await megabytes('copy.db'), floor: '' },
      { what: 'sqlite3 .dump', ms: dumped, megabytes: await megabytes('dump.sql'), floor: '' },
      { what: 'sqlite3 restoring the dump', ms: restored, megabytes: await megabytes('new.db'), floor: '' },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
