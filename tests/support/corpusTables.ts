import { gzipSync } from 'node:zlib'
import { concatBytes } from '../../src/core/base/bytes'
import { edited, utf8, type CorpusFile } from './corpus'
import { numberCell, sheetRows, workbookFiles, workbookOf, zipOf } from './workbook'

/** Other programs' JSON: tables beside a header, lists of records, and what only looks like them. */
function jsonTables(): CorpusFile[] {
  const file = (name: string, text: string, change: Partial<CorpusFile> = {}): CorpusFile => ({ name, bytes: utf8(text), verdict: 'foreign-json', ...change })
  const other = (name: string, text: string) => file(name, text, { verdict: 'not-a-backup', hint: 'other-json' })
  const freight = '{"backup_info":{"version":"1.0"},"loads":[{"id":1,"map":{"a":[1,2.50,null]}},{"id":2,"map":null}],"errors":[]}'
  const nested = (depth: number) => `[{"a":${'['.repeat(depth)}${']'.repeat(depth)}}]`
  return [
    file('freight.json', freight, { tables: { loads: 2, errors: 0 }, codes: ['converted', 'not-carried'] }),
    file('freight-info-last.json', '{"loads":[{"a":1}],"backup_info":{}}', { tables: { loads: 1 } }),
    file('freight-without-records.json', '{"backup_info":{},"loads":[]}', { tables: { loads: 0 } }),
    file('freight-cut.json', freight.slice(0, -20), { verdict: 'damaged', codes: ['truncated'] }),
    file('freight-comma.json', freight.replace('},{', '} {'), { verdict: 'damaged', codes: ['corrupt'] }),
    other('freight-info-is-a-list.json', '{"backup_info":{"a":1},"x":3}'),
    file('lists.json', '{"a":[{"x":1}],"b":[{"y":2},{"y":3}]}', { tables: { a: 1, b: 2 } }),
    file('a-list-of-records.json', ' [ {"x":1} , {"x":2} ] ', { tables: { records: 2 } }),
    file('lists-and-more.json', '{"a":[{"x":1}],"tags":["p","q"],"mixed":[{"z":1},2],"n":1,"o":{"k":[{}]}}', { tables: { a: 1 }, codes: ['not-carried'] }),
    file('hostile-names.json', '{"x\\"; drop table y":[{"<img onerror=alert(1)>":"=cmd|\' /C calc\'!A0","__proto__":{"__proto__":1},"constructor":1}]}', { tables: { 'x"; drop table y': 1 } }),
    file('lists-cut.json', '{"a":[{"x":1},{"x":2', { verdict: 'damaged', codes: ['truncated'] }),
    file('lists-twice.json', '{"a":[{"x":1}],"a":[{"x":2}]}', { verdict: 'damaged', codes: ['corrupt'] }),
    file('twice-inside.json', '[{"x":{"y":1,"y":2}}]', { verdict: 'damaged', codes: ['corrupt'] }),
    file('deepest.json', nested(30), { tables: { records: 1 } }),
    file('too-deep.json', nested(31), { verdict: 'not-a-backup', codes: ['too-deep'] }),
    file('endless.json', `[{"a":${'['.repeat(1_000_000)}`, { verdict: 'not-a-backup', codes: ['too-deep'] }),
    file('big-cell.json', `[{"a":"${'x'.repeat(5_000_000)}","b":[${'1,'.repeat(500_000)}1]}]`, { tables: { records: 1 } }),
    file('many-fields.json', `[{${Array.from({ length: 2001 }, (_, i) => `"f${i}":1`).join(',')}}]`, { verdict: 'not-a-backup' }),
    file('packed-lists.json.gz', '', { bytes: new Uint8Array(gzipSync('{"a":[{"x":1}]}')), tables: { a: 1 } }),
    other('list-of-lists.json', '[[1,2],[3,4]]'),
    other('list-of-mixed.json', '[{"a":1},2]'),
    other('no-lists.json', '{"a":{"b":[{"c":1}]}}'),
    other('empty-lists.json', '{"a":[],"b":[]}'),
    other('lines.json', '{"a":1}\n{"a":2}\n'),
  ]
}

function csvFiles(): CorpusFile[] {
  const file = (name: string, text: string | Uint8Array, change: Partial<CorpusFile> = {}): CorpusFile =>
    ({ name, bytes: typeof text === 'string' ? utf8(text) : text, verdict: 'foreign-tables', ...change })
  const text = (name: string, content: string) => file(name, content, { verdict: 'not-a-backup', hint: 'text' })
  const good = 'id,name,note\n1,Amara,"a ""b"", c\nd"\n2,Björn,=cmd|x\n3,Chidi,\n'
  const latin = new Uint8Array(Buffer.from('name,city\nJosé,Málaga\nZoë,Köln\n', 'latin1'))
  return [
    file('members.csv', good, { tables: { members: 3 } }),
    file('semicolons.csv', good.replaceAll(',', ';'), { tables: { semicolons: 3 } }),
    file('tabs.tsv', good.replaceAll(',', '\t'), { tables: { tabs: 3 } }),
    file('bars.csv', good.replaceAll(',', '|'), { tables: { bars: 3 } }),
    file('marked.csv', `\ufeff${good}`, { tables: { marked: 3 } }),
    file('windows-lines.csv', good.replaceAll('\n', '\r\n'), { tables: { 'windows-lines': 3 } }),
    file('old-lines.csv', good.replaceAll('\n', '\r'), { tables: { 'old-lines': 3 } }),
    file('packed.csv.gz', new Uint8Array(gzipSync(good)), { tables: { packed: 3 } }),
    file('old-letters.csv', latin, { tables: { 'old-letters': 2 }, codes: ['converted'] }),
    file('two-encodings.csv', concatBytes([utf8('a,b\né,1\nè,2\n'), new Uint8Array(Buffer.from('é,3\n', 'latin1'))]), { verdict: 'damaged', codes: ['corrupt'] }),
    file('ragged.csv', `${'a,b,c\n'}${'1,2,3\n'.repeat(50)}1,2\n1,2,3,4\n1,2,3\n`, { tables: { ragged: 53 }, codes: ['not-carried'] }),
    file('same-names.csv', 'a,A,a b\n1,2,3\n4,5,6\n', { tables: { 'same-names': 2 }, codes: ['not-carried'] }),
    file('no-names.csv', '1,2\n3,4\n', { tables: { 'no-names': 2 }, codes: ['converted'] }),
    file('cut-in-a-quote.csv', 'a,b\n1,2\n3,4\n5,"6\n', { verdict: 'damaged', codes: ['truncated'] }),
    file('cut-in-a-row.csv', 'a,b\n1,2\n3,4\n5', { verdict: 'damaged', codes: ['truncated'] }),
    file('quote-in-a-quote.csv', 'a,b\n1,2\n3,"4"4\n5,6\n', { verdict: 'damaged', codes: ['corrupt'] }),
    file('big-cell.csv', `a,b\n1,2\n3,"${'x\n'.repeat(3_000_000)}"\n`, { tables: { 'big-cell': 2 } }),
    file('../../x.csv', 'a,b\n1,2\n', { tables: { x: 1 } }),
    file('many-columns.csv', `${Array.from({ length: 2001 }, (_, i) => `f${i}`).join(',')}\n${'1,'.repeat(2000)}1\n`, { verdict: 'not-a-backup' }),
    text('one-column.csv', 'name\nAmara\nBjörn\n'),
    text('greeting.txt', 'Hello, Amara\nGoodbye, Björn\n'),
    text('ruler.md', '| a | b |\n|---|---|\n| 1 | 2 |\n'),
    text('page.xml', '<?xml version="1.0"?>\n<a,b>\n<c,d>\n'),
    text('own-but-spoilt.json', 'y"format":"nightsafe-backup","formatVersion":1,\n[1,2,3],\n[4,5,6],\n[7,8,9],\n'),
  ]
}

function workbooks(): CorpusFile[] {
  const file = (name: string, bytes: Uint8Array, change: Partial<CorpusFile> = {}): CorpusFile => ({ name, bytes, verdict: 'foreign-tables', ...change })
  const damaged = (name: string, bytes: Uint8Array, code: 'truncated' | 'corrupt' | 'decompression-failed') => file(name, bytes, { verdict: 'damaged', codes: [code] })
  const good = workbookOf({ Members: [['id', 'name'], [{ n: '1' }, 'Amara'], [{ n: '2' }, '=cmd|x']], Empty: [] })
  const withRows = (rows: string, more: Record<string, string> = {}) => zipOf(workbookFiles({ S: rows }, more))
  const cells = sheetRows([['a', 'b'], [{ n: '1' }, { n: '2' }]])
  const formulas = `${sheetRows([['a', 'b']])}<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row><row r="3"><c r="A3"><f>1+2</f></c></row>`
  const marker = (bytes: Uint8Array, text: string) => Buffer.from(bytes).indexOf(text, 0, 'latin1')
  return [
    file('members.xlsx', good, { tables: { Members: 2 }, codes: ['not-carried'] }),
    file('stored.xlsx', zipOf(workbookFiles({ S: cells }), { stored: true }), { tables: { S: 1 } }),
    file('formulas.xlsx', withRows(formulas), { tables: { S: 1 }, codes: ['not-carried'] }),
    file('macros.xlsm', withRows(cells, { 'xl/vbaProject.bin': 'x', 'xl/comments1.xml': '<comments/>' }), { tables: { S: 1 }, codes: ['not-carried'] }),
    file('only-empty-sheets.xlsx', workbookOf({ A: [] }), { codes: ['not-carried'] }),
    file('hostile-names.xlsx', workbookOf({ '__proto__': [['constructor', 'x"; drop'], ['=1', '<script>']], 'sqlite_x': [['a', 'b'], ['1', '2']] }), { codes: ['reserved-name'] }),
    damaged('cut.xlsx', good.subarray(0, -30), 'truncated'),
    damaged('half.xlsx', good.subarray(0, good.length >> 1), 'truncated'),
    damaged('flip.xlsx', edited(good, (copy) => copy.set([copy[marker(copy, 'sheet1.xml') + 20]! ^ 4], marker(copy, 'sheet1.xml') + 20)), 'decompression-failed'),
    damaged('size-lies.xlsx', zipOf(workbookFiles({ S: cells }), { claimedSize: 50 }), 'decompression-failed'),
    damaged('no-sheet.xlsx', zipOf({ ...workbookFiles({ S: cells }), 'xl/worksheets/sheet1.xml': '' }), 'corrupt'),
    damaged('broken-xml.xlsx', withRows('<row r="1"><c r="A1"><v>1</row>'), 'corrupt'),
    damaged('far-away.xlsx', withRows(`<row r="9999999"><c r="A9999999"><v>1</v></c></row>`), 'corrupt'),
    damaged('further-away.xlsx', withRows(`<row r="1e9"><c r="A1"><v>1</v></c></row>`), 'corrupt'),
    damaged('no-number.xlsx', withRows(`<row r="1">${numberCell('A1', '1x')}</row>`), 'corrupt'),
    file('wide-and-long.xlsx', withRows('<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'), { verdict: 'not-a-backup', codes: ['too-large'] }),
    file('bomb.xlsx', zipOf(workbookFiles({ S: cells }), { claimedSize: 400_000_000 }), { verdict: 'not-a-backup', codes: ['decompression-too-large'] }),
    file('letter.docx', zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' }), { verdict: 'not-a-backup', hint: 'zip' }),
    file('photos.zip', zipOf({ 'a.txt': 'a' }), { verdict: 'not-a-backup', hint: 'zip' }),
  ]
}

/** How `sqlite3 .dump` begins and ends. */
export const dump = (statements: string) => `PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n${statements}\nCOMMIT;\n`

function dumps(): CorpusFile[] {
  const file = (name: string, text: string, change: Partial<CorpusFile> = {}): CorpusFile => ({ name, bytes: utf8(text), verdict: 'foreign-sqlite', ...change })
  const damaged = (name: string, text: string, code: 'truncated' | 'corrupt' | 'trailing-bytes') => file(name, text, { verdict: 'damaged', codes: [code] })
  const refused = (name: string, text: string) => file(name, text, { verdict: 'not-a-backup', hint: 'text' })
  const table = "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT);\nINSERT INTO t VALUES(1,'one; \"two\" -- three');\nINSERT INTO t VALUES(2,NULL);"
  const whole = dump(table)
  return [
    file('book.sql', whole, { tables: { t: 2 } }),
    file('marked.sql', `\ufeff${whole}`, { tables: { t: 2 } }),
    file('packed.sql.gz', '', { bytes: new Uint8Array(gzipSync(whole)), tables: { t: 2 } }),
    file('empty.sql', dump(''), { codes: ['no-tables'] }),
    file('objects.sql', dump(`${table}\nCREATE INDEX i ON t(a);\nCREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM t; SELECT CASE WHEN 1 THEN 2 END; END;\nCREATE VIEW v AS SELECT 1;`), {
      tables: { t: 2, v: null }, codes: ['views-asleep', 'triggers-asleep'],
    }),
    file('trigger-first.sql', dump("CREATE TABLE t(a);\nCREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM t; END;\nINSERT INTO t VALUES(1);\nINSERT INTO t VALUES(2);"), { tables: { t: 2 } }),
    file('virtual.sql', dump("PRAGMA writable_schema=ON;\nINSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','f','f',0,'CREATE VIRTUAL TABLE f USING fts4(body)');\nCREATE TABLE IF NOT EXISTS 'f_content'(docid INTEGER PRIMARY KEY, 'c0body');\nPRAGMA writable_schema=OFF;"), {
      tables: { f_content: 0 }, codes: ['not-carried'],
    }),
    file('big-cell.sql', dump(`CREATE TABLE t(a);\nINSERT INTO t VALUES('${'x;\n'.repeat(2_000_000)}');`), { tables: { t: 1 } }),
    file('hostile-names.sql', dump(`CREATE TABLE IF NOT EXISTS "x""; drop table t;" ("<img onerror=alert(1)>" TEXT, "__proto__");\nINSERT INTO "x""; drop table t;" VALUES('=cmd',2);`), { tables: { 'x"; drop table t;': 1 } }),
    damaged('half.sql', whole.slice(0, -20), 'truncated'),
    damaged('no-commit.sql', whole.replace('COMMIT;\n', ''), 'truncated'),
    damaged('rolled-back.sql', whole.replace('COMMIT;', 'ROLLBACK; -- due to errors'), 'truncated'),
    damaged('cut-in-a-text.sql', whole.slice(0, whole.indexOf('three')), 'truncated'),
    damaged('more-behind.sql', `${whole}CREATE TABLE u(a);\n`, 'trailing-bytes'),
    damaged('misspelt.sql', whole.replace('INSERT INTO t VALUES(2', 'INSFRT INTO t VALUES(2'), 'corrupt'),
    damaged('no-such-table.sql', whole.replace('INTO t VALUES(2', 'INTO u VALUES(2'), 'corrupt'),
    damaged('same-key.sql', whole.replace('VALUES(2', 'VALUES(1'), 'corrupt'),
    damaged('calls.sql', dump('CREATE TABLE t(a);\nINSERT INTO t VALUES(randomblob(9));'), 'corrupt'),
    damaged('selects.sql', dump('CREATE TABLE t(a);\nINSERT INTO t SELECT 1;'), 'corrupt'),
    { name: 'no-utf8.sql', bytes: concatBytes([utf8("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(a);\nINSERT INTO t VALUES('"), new Uint8Array(70_000).fill(0x61), Uint8Array.of(0xff), utf8("');\nCOMMIT;\n")]), verdict: 'damaged', codes: ['corrupt'] },
    refused('attaches.sql', dump("ATTACH 'x.db' AS x;")),
    refused('drops.sql', dump('DROP TABLE t;')),
    refused('endless.sql', dump('CREATE TABLE t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;')),
    refused('own-schema.sql', dump("PRAGMA writable_schema=ON;\nINSERT INTO sqlite_schema VALUES('view','v','v',0,'CREATE VIEW v AS SELECT 1');")),
    refused('temporary.sql', dump('CREATE TEMP TABLE t(a);')),
    refused('pragma.sql', dump('PRAGMA journal_mode=WAL;')),
    refused('mysql.sql', '-- MySQL dump 10.13\n\nDROP TABLE IF EXISTS `t`;\nCREATE TABLE `t` (`a` int) ENGINE=InnoDB;\n'),
    refused('postgres.sql', '--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n'),
    refused('plain.sql', 'CREATE TABLE t (a);\nINSERT INTO t VALUES (1);\n'),
  ]
}

/** Tables of other programs in every format that is neither a database nor the budget manager's. */
export function tableFiles(): CorpusFile[] {
  return [...jsonTables(), ...csvFiles(), ...workbooks(), ...dumps()]
}
