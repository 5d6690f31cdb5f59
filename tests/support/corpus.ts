import { gzipSync } from 'node:zlib'
import { concatBytes } from '../../src/core/base/bytes'
import type { NotABackupHint } from '../../src/core/base/failure'
import type { FileVerdict, FindingCode } from '../../src/core/restore/inspection'
import type { BackupDeps } from '../../src/core/backup/makeBackup'
import { backupOf } from '../core/backup/backupParts'
import { hostileSchemas } from './corpusHostile'
import { jsonFiles } from './corpusJson'
import { sqliteFiles } from './corpusSqlite'
import { tableFiles } from './corpusTables'
import type { Random } from './random'

/** A file of the corpus and what inspecting it must come to. */
export interface CorpusFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly verdict: FileVerdict
  /** Codes that must be found, among others. */
  readonly codes?: readonly FindingCode[]
  readonly hint?: NotABackupHint
  /** Tables that must be listed, with their records. */
  readonly tables?: Readonly<Record<string, number | null>>
}

/** Text as UTF-8. */
export const utf8 = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'))

/** A copy with one change. */
export function edited(bytes: Uint8Array, change: (copy: Uint8Array) => void): Uint8Array {
  const copy = bytes.slice()
  change(copy)
  return copy
}

/** A database file made by SQL. */
export function databaseOf(deps: BackupDeps, sql: string): Uint8Array {
  const db = deps.engine.open(null)
  try {
    db.run(sql)
    return db.bytes()
  } finally {
    db.close()
  }
}

/** The book that the damaged files of the corpus are damaged copies of. */
export const BOOK_SQL = `CREATE TABLE expenses (id INTEGER PRIMARY KEY, amount MONEY_INTEGER, note TEXT);
  CREATE INDEX by_note ON expenses (note);
  CREATE VIEW total AS SELECT sum(amount) AS amount FROM expenses;
  INSERT INTO expenses VALUES (1, 1250, 'Groceries'), (2, 300, '=SUM(A1:A9)'), (3, 9007199254740993, '☕')`

function containerFiles(plain: Uint8Array, random: Random): CorpusFile[] {
  const tarHeader = new Uint8Array(1024)
  tarHeader.set(utf8('data/podcasts.db'))
  tarHeader.set(utf8('ustar'), 257)
  return [
    { name: 'empty.db', bytes: new Uint8Array(), verdict: 'not-a-backup', codes: ['empty'] },
    { name: 'one-byte.db', bytes: Uint8Array.of(0), verdict: 'not-a-backup', codes: ['not-a-backup'] },
    { name: 'random.db', bytes: random.bytes(1000), verdict: 'not-a-backup', hint: 'unknown' },
    { name: 'sqlcipher.db', bytes: random.bytes(8192), verdict: 'not-a-backup', hint: 'encrypted-sqlite' },
    { name: 'photo.db', bytes: concatBytes([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), random.bytes(500)]), verdict: 'not-a-backup', hint: 'picture' },
    { name: 'error-page.db', bytes: utf8('\n<!DOCTYPE html><html><body>502 Bad Gateway</body></html>'), verdict: 'not-a-backup', hint: 'html' },
    { name: 'letter.db', bytes: utf8('Dear Amara,\nthe backup is in the other drawer.\n'), verdict: 'not-a-backup', hint: 'text' },
    { name: 'invoice.json', bytes: utf8('%PDF-1.7\n'), verdict: 'not-a-backup', hint: 'pdf' },
    { name: 'sheet.xlsx', bytes: concatBytes([Uint8Array.of(0x50, 0x4b, 3, 4), random.bytes(100)]), verdict: 'not-a-backup', hint: 'zip' },
    { name: 'data.tar', bytes: tarHeader, verdict: 'damaged', codes: ['decompression-failed'] },
    { name: 'book.db-wal', bytes: concatBytes([Uint8Array.of(0x37, 0x7f, 6, 0x82), random.bytes(4124)]), verdict: 'not-a-backup', hint: 'wal-file' },
    { name: 'book.db.age', bytes: utf8('age-encryption.org/v1\n-> scrypt abc 18\n'), verdict: 'needs-passphrase', codes: ['needs-passphrase'], hint: 'age' },
    { name: 'armoured.age', bytes: utf8('-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n'), verdict: 'needs-passphrase' },
    { name: 'a-database.json', bytes: plain, verdict: 'foreign-sqlite', tables: { expenses: 3, total: null } },
    { name: 'notes.gz', bytes: gzipSync('just notes'), verdict: 'not-a-backup', hint: 'text' },
    { name: 'matryoshka.gz', bytes: gzipSync(gzipSync(plain)), verdict: 'not-a-backup', hint: 'unknown' },
    { name: 'nothing.gz', bytes: gzipSync(new Uint8Array()), verdict: 'not-a-backup', codes: ['empty'] },
    { name: 'packed.db.gz', bytes: gzipSync(plain), verdict: 'foreign-sqlite', tables: { expenses: 3 } },
    { name: 'cut.db.gz', bytes: gzipSync(plain).subarray(0, -9), verdict: 'damaged', codes: ['decompression-failed'] },
    { name: 'crc.db.gz', bytes: edited(gzipSync(plain), (copy) => copy.set([(copy.at(-5) ?? 0) ^ 1], copy.length - 5)), verdict: 'damaged', codes: ['decompression-failed'] },
    { name: 'two-members.gz', bytes: concatBytes([gzipSync(plain.subarray(0, 4096)), gzipSync(plain.subarray(4096))]), verdict: 'damaged', codes: ['decompression-failed'] },
    { name: 'bomb.db.gz', bytes: gzipSync(concatBytes([plain, new Uint8Array(80_000_000)])), verdict: 'not-a-backup', codes: ['decompression-too-large'] },
  ]
}

async function ownFiles(deps: BackupDeps): Promise<CorpusFile[]> {
  const files: CorpusFile[] = []
  const good = { verdict: 'own-backup', tables: { expenses: 3, total: null } } as const
  for (const form of ['db', 'json'] as const) {
    const { bytes } = await backupOf(deps, BOOK_SQL, { form })
    const packed = (await backupOf(deps, BOOK_SQL, { form, gzip: true })).bytes
    const text = Buffer.from(bytes).toString('latin1')
    const other = (from: string, to: string) => new Uint8Array(Buffer.from(text.replaceAll(from, to), 'latin1'))
    files.push(
      { name: `own.${form}`, bytes, ...good },
      { name: `own.${form}.gz`, bytes: packed, ...good },
      { name: `packed-elsewhere.${form}.gz`, bytes: gzipSync(bytes), ...good },
      { name: `changed-note.${form}`, bytes: other('Groceries', 'Groc3ries'), verdict: 'damaged', codes: ['seal-mismatch', 'digest-mismatch'] },
      { name: `changed-schema.${form}`, bytes: other('sum(amount)', 'min(amount)'), verdict: 'damaged', codes: ['seal-mismatch', 'schema-mismatch'] },
      { name: `changed-manifest.${form}`, bytes: other('Household', 'Housebold'), verdict: 'damaged', codes: ['seal-mismatch'] },
      { name: `changed-gzip.${form}.gz`, bytes: edited(packed, (copy) => copy.set([3], 9)), verdict: 'damaged', codes: ['wrapper-changed'] },
    )
  }
  const { bytes: db } = await backupOf(deps, BOOK_SQL)
  const renamed = Buffer.from(db).toString('latin1').replaceAll('_nightsafe_manifest', '_nightsafe_manifess')
  files.push({ name: 'manifest-renamed.db', bytes: new Uint8Array(Buffer.from(renamed, 'latin1')), verdict: 'damaged', codes: ['manifest-unreadable'] })
  const json = Buffer.from((await backupOf(deps, BOOK_SQL, { form: 'json' })).bytes).toString('utf8')
  files.push(
    { name: 'cut.json', bytes: utf8(json.slice(0, -200)), verdict: 'damaged', codes: ['truncated'] },
    { name: 'appended.json', bytes: utf8(`${json}\n`), verdict: 'damaged', codes: ['trailing-bytes'] },
    { name: 'laid-out-anew.json', bytes: utf8(JSON.stringify(JSON.parse(json), null, 2)), verdict: 'damaged', codes: ['seal-mismatch'] },
    { name: 'marked.json', bytes: utf8(`\ufeff${json}`), verdict: 'damaged', codes: ['seal-mismatch'] },
    { name: 'newer.json', bytes: utf8(json.replace('"formatVersion":1', '"formatVersion":2')), verdict: 'newer-app', codes: ['newer-format'] },
    { name: 'fewer-records.json', bytes: utf8(json.replace('[1,1250,"Groceries"],\n', '')), verdict: 'damaged', codes: ['count-mismatch', 'seal-mismatch'] },
    { name: 'utf16.json', bytes: concatBytes([Uint8Array.of(0xff, 0xfe), new Uint8Array(Buffer.from(json, 'utf16le'))]), verdict: 'not-a-backup', hint: 'other-json' },
    { name: 'nan.json', bytes: utf8(json.replace('1250', 'NaN')), verdict: 'damaged', codes: ['seal-mismatch'] },
  )
  return files
}

/** The whole corpus, as far as the formats that are taken in go. Every file is made anew. */
export async function createCorpus(deps: BackupDeps, random: Random): Promise<CorpusFile[]> {
  const plain = databaseOf(deps, BOOK_SQL)
  return [...containerFiles(plain, random), ...(await ownFiles(deps)), ...sqliteFiles(deps, plain), ...hostileSchemas(deps), ...jsonFiles(), ...tableFiles()]
}
