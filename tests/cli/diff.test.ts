import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { backupOf, createDeps } from '../core/backup/backupParts'
import { BOOK_SQL, databaseOf } from '../support/corpus'
import { runNightsafe } from '../support/runNightsafe'

const folder = mkdtempSync(join(tmpdir(), 'nightsafe-diff-'))
afterAll(() => rmSync(folder, { recursive: true }))

const nightsafe = (...args: string[]) => runNightsafe(folder, args)
const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes)
const deps = await createDeps()
const MEMBERS = "CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO members VALUES (1, 'Ada'), (2, 'Ben'), (3, 'Cleo');"
put('own.db', (await backupOf(deps, BOOK_SQL)).bytes)
put('own.json', (await backupOf(deps, BOOK_SQL, { form: 'json' })).bytes)
put('here.db', databaseOf(deps, MEMBERS))
put('there.db', databaseOf(deps, `${MEMBERS} UPDATE members SET name = '=x' WHERE id = 2; DELETE FROM members WHERE id = 3; CREATE TABLE more (a); INSERT INTO more VALUES (1)`))
put('letter.txt', Buffer.from('Dear Ada'))

describe('diff', { timeout: 180_000 }, () => {
  test('tells that two forms of one backup are the same', async () => {
    const { code, out } = await nightsafe('diff', 'own.db', 'own.json', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ same: true, objects: [] })
  })

  test('lists what differs, table by table', async () => {
    const { code, out, err } = await nightsafe('diff', 'here.db', 'there.db')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.trimEnd().split('\n')).toEqual(['  members  1 only here, 1 changed; 3 records here, 2 in the file', '  more     only in the file, 1 record', 'They differ.'])
  })

  test('writes the differing records of a table as CSV', async () => {
    expect(await nightsafe('diff', 'here.db', 'there.db', '--csv', 'out.csv')).toMatchObject({ code: 2 })
    expect(await nightsafe('diff', 'here.db', 'there.db', '--csv', 'out.csv', '--table', 'members')).toMatchObject({ code: 0 })
    expect(await nightsafe('diff', 'here.db', 'there.db', '--csv', 'here.db', '--table', 'members')).toMatchObject({ code: 2 })
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe("\ufeffdifference,id (here),id (file),name (here),name (file)\r\nchanged,2,2,Ben,'=x\r\nonly here,3,,Cleo,\r\n")
  })

  test('fails where a file cannot be compared', async () => {
    expect(await nightsafe('diff', 'here.db', 'letter.txt')).toMatchObject({ code: 10, out: '' })
    expect(await nightsafe('diff', 'here.db', 'missing.db')).toMatchObject({ code: 10, out: '' })
  })
})
