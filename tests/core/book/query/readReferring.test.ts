import { expect, test } from 'vitest'
import { readReferring } from '../../../../src/core/book/query/readReferring'
import type { RecordKey } from '../../../../src/core/book/bookDescription'
import { openEngine } from '../../../support/engines'
import { bad, good } from '../../../support/sessions'
import { openEditing } from '../editing'

const engine = await openEngine()

const book = openEditing(
  engine,
  `CREATE TABLE member (id INTEGER PRIMARY KEY, head INTEGER REFERENCES member, code TEXT UNIQUE COLLATE NOCASE);
   INSERT INTO member VALUES (1, NULL, 'A'), (2, 1, 'b'), (3, 3, NULL), (4, 1, 'd');
   CREATE TABLE flat (no TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO flat VALUES ('1'), ('01'), ('x');
   CREATE TABLE bill (id INTEGER PRIMARY KEY, payer INTEGER REFERENCES member, "for" INTEGER REFERENCES MEMBER (id), flat TEXT REFERENCES flat (no), code TEXT REFERENCES member (code));
   INSERT INTO bill VALUES (1, 1, 2, '01', 'a'), (2, 1, 1, '1', 'A'), (3, 2, NULL, '1', 'B'), (4, NULL, 1, NULL, NULL);
   CREATE VIEW v AS SELECT * FROM bill`,
)
const referring = (table: string, key: RecordKey) => readReferring(book.db, book.shape(), table, key)

test('counts who refers to a record, field by field, itself included', () => {
  expect(good(referring('member', [1]))).toEqual([
    { table: 'member', field: 'head', records: 2 },
    { table: 'bill', field: 'payer', records: 2 },
    { table: 'bill', field: 'for', records: 2 },
    { table: 'bill', field: 'code', records: 2 },
  ])
  expect(good(referring('member', [3]))).toEqual([{ table: 'member', field: 'head', records: 1 }])
  expect(good(referring('member', [4]))).toEqual([])
})

test('text keys are compared as texts, also without rowid', () => {
  expect(good(referring('flat', ['1']))).toEqual([{ table: 'bill', field: 'flat', records: 2 }])
  expect(good(referring('flat', ['01']))).toEqual([{ table: 'bill', field: 'flat', records: 1 }])
  expect(good(referring('flat', ['x']))).toEqual([])
})

test('no such record, no such table, nothing of views', () => {
  expect(bad(referring('member', [9]))).toEqual({ type: 'RecordNotFound', table: 'member' })
  expect(bad(referring('member', [1, 2]))).toEqual({ type: 'RecordNotFound', table: 'member' })
  expect(bad(referring('gone', [1]))).toEqual({ type: 'TableNotFound', table: 'gone' })
  expect(good(referring('v', [0]))).toEqual([])
})
