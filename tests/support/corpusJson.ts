import { concatBytes } from '../../src/core/base/bytes'
import { utf8, type CorpusFile } from './corpus'

const METADATA = '"metadata":{"backup_date":"2024-01-01T12:00:00","version":"1.0","database_type":"SQLite"}'

/** A backup of the budget manager with this under `data`. */
export const budget = (data: string) => `{${METADATA},"data":${data}}`

/** JSON of the budget manager's shape, of other shapes, and broken in one place. */
export function jsonFiles(): CorpusFile[] {
  const file = (name: string, text: string, change: Partial<CorpusFile>): CorpusFile => ({ name, bytes: utf8(text), verdict: 'foreign-json', ...change })
  const damaged = (name: string, text: string, code: 'truncated' | 'corrupt') => file(name, text, { verdict: 'damaged', codes: [code] })
  const other = (name: string, text: string) => file(name, text, { verdict: 'not-a-backup', hint: 'other-json' })
  const whole = budget('{"users":[{"id":1,"name":"Amara"},{"id":2,"name":"Björn"}]}')
  const invalid = utf8(budget('{"users":[{"id":1,"name":"@"}]}'))
  return [
    file('budget.json', whole, { tables: { users: 2 } }),
    file('data-first.json', `{"data":{"users":[{"id":1}]},${METADATA}}`, { tables: { users: 1 } }),
    file('marked.json', `\ufeff${whole}`, { tables: { users: 2 } }),
    file('no-records.json', budget('{"users":[]}'), { tables: { users: 0 }, codes: ['not-carried'] }),
    file('extra-member.json', whole.replace('"data"', '"notes":[[[1]]],"data"'), { tables: { users: 2 }, codes: ['not-carried'] }),
    file('prototype-keys.json', budget('{"__proto__":[{"__proto__":"a","constructor":1,"toString":null}]}'), { tables: { ['__proto__']: 1 } }),
    file('odd-names.json', budget('{"sqlite_master":[{"a\\u0000b":1,"A":2,"a":3}],"":[{"":1}]}'), { codes: ['reserved-name', 'not-carried'] }),
    file('int64.json', budget('{"t":[{"n":9223372036854775807},{"n":-9223372036854775808},{"n":9007199254740993}]}'), { tables: { t: 3 } }),
    file('too-large-numbers.json', budget('{"t":[{"n":1e400},{"n":9223372036854775808},{"n":0.1234567890123456789}]}'), { tables: { t: 3 }, codes: ['converted'] }),
    file('lone-surrogate.json', budget('{"t":[{"a":"x\\ud800y"}]}'), { tables: { t: 1 }, codes: ['not-carried'] }),
    file('repeated-ids.json', budget('{"t":[{"id":1},{"id":1}]}'), { tables: { t: 2 }, codes: ['not-carried'] }),
    file('lost-reference.json', budget('{"users":[{"id":1}],"t":[{"user_id":1},{"user_id":2}]}'), { tables: { t: 2 }, codes: ['not-carried'] }),
    damaged('cut.json', whole.slice(0, -1), 'truncated'),
    damaged('cut-in-the-middle.json', whole.slice(0, -40), 'truncated'),
    damaged('junk-behind.json', `${whole} {}`, 'corrupt'),
    damaged('missing-comma.json', whole.replace('},{', '} {'), 'corrupt'),
    damaged('nan.json', budget('{"t":[{"a":NaN}]}'), 'corrupt'),
    damaged('duplicate-field.json', budget('{"t":[{"a":1,"a":2}]}'), 'corrupt'),
    damaged('duplicate-table.json', budget('{"t":[],"t":[]}'), 'corrupt'),
    { name: 'invalid-utf8.json', bytes: concatBytes([invalid.subarray(0, invalid.indexOf(0x40)), Uint8Array.of(0xc3, 0x28), invalid.subarray(invalid.indexOf(0x40) + 1)]), verdict: 'damaged', codes: ['corrupt'] },
    other('no-metadata.json', '{"data":{"users":[]}}'),
    other('no-data.json', `{${METADATA}}`),
    other('another-program.json', '{"metadata":{"kind":"notes"},"data":{"notes":[]}}'),
    other('nested-value.json', budget('{"t":[{"a":{"b":1}}]}')),
    other('table-is-no-list.json', budget('{"t":{"a":1}}')),
    other('a-list.json', '[1,2,3]'),
    other('numbers.json', '{"a":1}'),
    file('deep.json', `${budget('{"t":[{"a":').slice(0, -1)}${'['.repeat(1_000_000)}`, { verdict: 'not-a-backup' }),
    file('deep-metadata.json', `{"metadata":{"x":${'['.repeat(1_000_000)}`, { verdict: 'not-a-backup' }),
  ]
}
