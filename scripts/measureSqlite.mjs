// What the `sqlite3` command takes for the same: copying a book, dumping it, filling a new one from the dump, and statements.
import { spawn } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Runs `sqlite3` with files as its input and output. Null when there is no such command.
 * @param {string[]} args @param {string | null} input @param {string | null} output
 * @returns {Promise<number | null>} milliseconds
 */
export function timedSqlite(args, input, output) {
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

/**
 * Milliseconds that the shell's own clock gives for statements on a book, each the second time it is run; null for all
 * where the command is missing. The book is thrown away afterwards.
 * @param {string} sql fills the book @param {readonly string[]} questions @returns {Promise<(number | null)[]>}
 */
export async function timeQuestions(sql, questions) {
  const folder = await mkdtemp(join(tmpdir(), 'nightsafe-sqlite-'))
  const at = (/** @type {string} */ name) => join(folder, name)
  try {
    await writeFile(at('fill.sql'), `BEGIN;${sql};COMMIT;`)
    if ((await timedSqlite([at('book.db')], at('fill.sql'), null)) === null) {
      console.log('The sqlite3 command is not here: its figures are left out.')
      return questions.map(() => null)
    }
    /** @type {(number | null)[]} */
    const figures = []
    for (const question of questions) {
      // read once to have the file in memory, as the app has
      await writeFile(at('ask.sql'), `SELECT count(*), sum(length(note)) FROM entry;\n${question.startsWith('BEGIN') ? '' : `${question};`}\n.timer on\n${question};\n`)
      await timedSqlite([at('book.db')], at('ask.sql'), at('answer.txt'))
      const times = [...(await readFile(at('answer.txt'), 'utf8')).matchAll(/^Run Time: real ([0-9.]+)/gm)]
      figures.push(times.reduce((sum, [, seconds]) => sum + Number(seconds) * 1000, 0))
    }
    return figures
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
