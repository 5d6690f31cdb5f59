/** The table that every benchmark fills and edits: about 199 bytes a record with both indexes. */
export const SCHEMA = `CREATE TABLE item(id INTEGER PRIMARY KEY, ref TEXT NOT NULL, name TEXT NOT NULL, qty INTEGER NOT NULL, price REAL NOT NULL, updated_at TEXT NOT NULL, note TEXT);
CREATE INDEX item_ref ON item(ref); CREATE INDEX item_updated ON item(updated_at);`

/** Records for about so many megabytes. */
export const recordsFor = (megabytes: number) => megabytes * 5_200

const WORDS = 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua'

/** Fills the table with `records` records, the same each time. */
export const fillSql = (records: number) => `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i<${records})
INSERT INTO item SELECT i, 'REF-'||printf('%08x',(i*2654435761)%4294967296), 'Item name '||i, i%1000, (i%10007)/7.0, datetime(1600000000+i*37,'unixepoch'), substr('${WORDS}',1,40+i%60) FROM c;`

/** One edited record: a prime stride spreads the edits over all pages. */
export const editOf = (round: number, records: number): [qty: number, price: number, id: number] => [round % 1000, (round * 7919) % 100_000 / 7, 1 + ((round * 104_729) % records)]

export const EDIT_SQL = 'UPDATE item SET qty = ?, price = ? WHERE id = ?'
