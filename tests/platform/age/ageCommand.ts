import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Types a passphrase into a command that only takes it from a terminal. */
const TYPE_IT = `
import os, pty, sys, time
passphrase, command = sys.argv[1], sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
shown = b''
asked = 0
while True:
    try:
        data = os.read(terminal, 1024)
    except OSError:
        break
    if not data:
        break
    shown += data
    while shown.count(b'passphrase') > asked and shown.rstrip().endswith(b':'):
        asked = shown.count(b'passphrase')
        time.sleep(0.2)
        os.write(terminal, passphrase.encode() + b'\\n')
_, status = os.waitpid(child, 0)
sys.stderr.write(shown.decode(errors='replace'))
sys.exit(os.waitstatus_to_exitcode(status))
`

/** Whether the real `age` command and Python (for its terminal) are on this machine. */
export const hasAgeCommand = ['age', 'python3'].every((name) => spawnSync(name, ['--version']).status === 0)

/** Runs `age` on bytes with a passphrase typed at its prompt. Gives what it wrote; throws what it said. */
export function runAge(mode: 'encrypt' | 'decrypt', bytes: Uint8Array, passphrase: string, options: readonly string[] = []): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'nightsafe-age-'))
  try {
    const [from, to] = [join(folder, 'in'), join(folder, 'out')]
    writeFileSync(from, bytes)
    const run = spawnSync('python3', ['-c', TYPE_IT, passphrase, 'age', mode === 'encrypt' ? '-p' : '-d', ...options, '-o', to, from], { encoding: 'utf8', timeout: 60_000 })
    if (run.status !== 0) throw new Error(run.stderr)
    return new Uint8Array(readFileSync(to))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
