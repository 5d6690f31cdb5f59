/** Two tables whose records take about 100 bytes each in the file, with an index: a million of them are about 100 MB. */
const SCHEMA = `CREATE TABLE account(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE entry(id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES account(id), booked_on TEXT NOT NULL, amount REAL NOT NULL, quantity INTEGER, paid INTEGER NOT NULL, note TEXT);
CREATE INDEX entry_booked ON entry(booked_on);`

const WORDS = 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua'

/** SQL that makes a book of so many records, the same each time. */
export const millionSql = (records = 1_000_000) => `${SCHEMA}
WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i<100) INSERT INTO account SELECT i, 'Account '||i FROM c;
WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i<${records - 100})
INSERT INTO entry SELECT i, 1+i%100, date(1262304000+(i*7919%5000)*86400,'unixepoch'), ((i*7919)%200000-50000)/100.0, CASE i%5 WHEN 0 THEN NULL ELSE i%97 END, i%2, substr('${WORDS}',1+i%40,20+i%40) FROM c;`

/** Records with notes of 4,000 characters, line breaks and quotes among them. */
const longSql = (records: number) => `CREATE TABLE letter(id INTEGER PRIMARY KEY, day DATE, body TEXT NOT NULL);
WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i<${records})
INSERT INTO letter SELECT i, date(1262304000+(i*7919%5000)*86400,'unixepoch'), substr(replace(hex(zeroblob(33)),'00',i||' "${WORDS}"'||char(10)),1,4000) FROM c;`

/** Records with a picture of 100,000 bytes each. */
const picturesSql = (records: number) => `CREATE TABLE photo(id INTEGER PRIMARY KEY, day DATE, title TEXT NOT NULL, picture BLOB);
WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i<${records})
INSERT INTO photo SELECT i, date(1262304000+(i*7919%5000)*86400,'unixepoch'), 'Picture '||i, randomblob(100000) FROM c;`

/** Records of several sizes, with about how many bytes one of them takes in JSON and in the database file. */
export const KINDS_OF_RECORDS = {
  small: { sql: millionSql, json: 81, file: 98 },
  long: { sql: longSql, json: 4110, file: 4110 },
  pictures: { sql: picturesSql, json: 133_400, file: 102_500 },
} as const

export type KindOfRecords = keyof typeof KINDS_OF_RECORDS

/** SQL that makes a book of so many records of one kind. */
export const largeSql = (kind: KindOfRecords, records: number): string => KINDS_OF_RECORDS[kind].sql(records)
