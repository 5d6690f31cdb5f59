import type { NotABackupHint } from '../base/failure'
import { hintTexts } from '../base/failureTexts'
import { detectJsonShape, type JsonShape } from './detectJsonShape'
import { startsWith, textAt } from './fileBytes'
import { detectCsv, type CsvLayout } from './foreign/detectCsv'
import { detectSql } from './foreign/detectSql'

/** What a file is by its content; its name is never asked. */
export type DetectedFormat =
  | { kind: 'sqlite' }
  | { kind: 'gzip' }
  | { kind: 'json'; shape: Exclude<JsonShape, 'template'>; byteOrderMark: boolean }
  /** Tables as text: separated values, or SQL as `sqlite3 .dump` writes it. */
  | { kind: 'csv'; layout: CsvLayout; byteOrderMark: boolean }
  | { kind: 'sql-dump'; byteOrderMark: boolean }
  /** A zip file that may be a workbook. */
  | { kind: 'workbook' }
  | { kind: 'age' }
  | { kind: 'other'; hint: NotABackupHint; reason: string }

/** How many bytes of the beginning `detectFormat` wants to see (fewer where the file is shorter). */
export const HEAD_BYTES = 65_536

/** The 16 bytes that every SQLite file begins with: https://sqlite.org/fileformat2.html#the_database_header */
export const SQLITE_MAGIC = new Uint8Array([...'SQLite format 3\0'].map((char) => char.charCodeAt(0)))

/** How age files begin, as bytes and as text: https://github.com/C2SP/C2SP/blob/main/age.md */
const AGE_MAGIC = 'age-encryption.org/v1\n'
const AGE_ARMOR = '-----BEGIN AGE ENCRYPTED FILE-----'

const PICTURES: readonly (readonly number[])[] = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a],
  [0x47, 0x49, 0x46, 0x38],
  [0x42, 0x4d, 0x00],
]

const ARCHIVES: readonly { readonly name: string; readonly magic: readonly number[] }[] = [
  { name: '7-Zip', magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { name: 'RAR', magic: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { name: 'XZ', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: 'Zstandard', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68] },
]

const other = (hint: NotABackupHint, reason: string = hintTexts[hint]): DetectedFormat => ({ kind: 'other', hint, reason })

/**
 * Whether the file means to be an SQLite database. A few spoilt bytes in the magic, or a file that ends inside it,
 * still count: such a file is a damaged database, which tells the person more than "unknown".
 */
function isSqlite(head: Uint8Array, size: number): boolean {
  if (size < 6) return false
  let same = 0
  for (const [i, byte] of SQLITE_MAGIC.entries()) if (head[i] === byte) same++
  return size < SQLITE_MAGIC.length ? same === size : same >= 12
}

/** Whether the file means to be encrypted with age; a few spoilt bytes at its beginning make it a damaged one, as with SQLite. */
function isAge(head: Uint8Array): boolean {
  return [AGE_MAGIC, AGE_ARMOR].some((magic) => {
    let same = 0
    for (let i = 0; i < magic.length; i++) if (head[i] === magic.charCodeAt(i)) same++
    return same >= magic.length - 3
  })
}

/** A tar header carries its own checksum, with or without the later `ustar` mark (POSIX.1-1988). */
function isTar(head: Uint8Array): boolean {
  if (head.length < 512) return false
  if (textAt(head, 257, 5) === 'ustar') return true
  const claimed = Number.parseInt(textAt(head, 148, 8), 8)
  let sum = 8 * 32
  for (let i = 0; i < 512; i++) if (i < 148 || i >= 156) sum += head[i] ?? 0
  return sum === claimed
}

/** Shannon entropy in bits per byte. */
function entropyOf(bytes: Uint8Array): number {
  const counts = new Array<number>(256).fill(0)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  return counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / bytes.length) * Math.log2(count / bytes.length)), 0)
}

/** An encrypted database is whole pages of noise (SQLCipher has no header at all). */
function looksEncrypted(head: Uint8Array, size: number): boolean {
  return size >= 1024 && size % 512 === 0 && entropyOf(head.subarray(0, 4096)) > (head.length >= 4096 ? 7.9 : 7.6)
}

/** Control characters that a text may have: so many, or in a long one so many in a hundred of its characters; never more than a third of it. */
const CONTROLS = 16
const CONTROLS_IN_HUNDRED = 1

/** The text that the bytes hold, cut at the last whole character; null when they are no plain text of this encoding. */
function textOf(head: Uint8Array, encoding: 'utf-8' | 'windows-1252' = 'utf-8'): string | null {
  const text = new TextDecoder(encoding, { fatal: false }).decode(head)
  // the cut at the end of the head may split one character
  if (/[\0\ufffd]/.test(text.slice(0, -3)) || (encoding !== 'utf-8' && /[\u007f-\u009f]/.test(text))) return null
  const controls = text.match(/[\u0001-\u0008\u000e-\u001a]/g)?.length ?? 0
  const most = Math.min(text.length / 3, Math.max(CONTROLS, (text.length * CONTROLS_IN_HUNDRED) / 100))
  return controls > most ? null : text
}

/** The first entry of a zip file that is a workbook: https://www.iso.org/standard/71691.html (OPC, 29500-2). */
function mayBeWorkbook(head: Uint8Array): boolean {
  const name = textAt(head, 30, Math.min(200, (head[26] ?? 0) | ((head[27] ?? 0) << 8)))
  return /^(\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/|customXml\/)/i.test(name)
}

function detectUtf16(head: Uint8Array): DetectedFormat | null {
  const little = startsWith(head, [0xff, 0xfe]) || (head[0] === 0x7b && head[1] === 0 && head.length > 3)
  const big = startsWith(head, [0xfe, 0xff]) || (head[0] === 0 && head[1] === 0x7b)
  if (!little && !big) return null
  const from = startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff]) ? 2 : 0
  let i = from
  while (i + 1 < head.length && [9, 10, 13, 32].includes((head[i] ?? 0) | (head[i + 1] ?? 0))) i += 2
  const first = (head[i] ?? 0) | (head[i + 1] ?? 0)
  const json = first === 0x7b || first === 0x5b
  return other(json ? 'other-json' : 'text', `It is ${json ? 'JSON' : 'text'} written in UTF-16; backups are written in UTF-8.`)
}

/** Tells what a file is from its first bytes (up to `HEAD_BYTES`) and its size. Never throws. */
export function detectFormat(head: Uint8Array, size: number): DetectedFormat {
  if (isSqlite(head, size)) return { kind: 'sqlite' }
  if (startsWith(head, [0x1f, 0x8b])) return { kind: 'gzip' }
  if (isAge(head)) return { kind: 'age' }
  if (startsWith(head, [0x37, 0x7f, 0x06, 0x82]) || startsWith(head, [0x37, 0x7f, 0x06, 0x83])) return other('wal-file')
  if (startsWith(head, [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7])) return other('unknown', 'It is the rollback journal of a SQLite database.')
  if (startsWith(head, [0x50, 0x4b, 3, 4]) && mayBeWorkbook(head)) return { kind: 'workbook' }
  if (startsWith(head, [0x50, 0x4b, 3, 4]) || startsWith(head, [0x50, 0x4b, 5, 6])) return other('zip')
  if (textAt(head, 0, 5) === '%PDF-') return other('pdf')
  if (PICTURES.some((magic) => startsWith(head, magic)) || textAt(head, 8, 4) === 'WEBP') return other('picture')
  const archive = ARCHIVES.find(({ magic }) => startsWith(head, magic))
  if (archive) return other('unknown', `It is a ${archive.name} archive; unpack it and choose the database inside.`)
  if (isTar(head)) return other('tar')
  const utf16 = detectUtf16(head)
  if (utf16) return utf16

  const byteOrderMark = startsWith(head, [0xef, 0xbb, 0xbf])
  const body = byteOrderMark ? head.subarray(3) : head
  const shape = detectJsonShape(body)
  if (shape === 'template') return other('template')
  if (shape) return { kind: 'json', shape, byteOrderMark }
  return detectText(body, size, head.length >= size, byteOrderMark)
}

/** Tells what is neither a known binary format nor JSON, from the beginning without its byte order mark. */
function detectText(body: Uint8Array, size: number, complete: boolean, byteOrderMark: boolean): DetectedFormat {
  // what a dump holds may have any characters, and its reader refuses what is no text
  const sql = detectSql(new TextDecoder().decode(body))
  if (sql?.dump) return { kind: 'sql-dump', byteOrderMark }
  const text = textOf(body)
  if (text === null) {
    // older programs write tables in the code page of their country
    const legacy = textOf(body, 'windows-1252')
    const layout = legacy === null || sql ? null : detectCsv(legacy, complete)
    if (layout) return { kind: 'csv', layout, byteOrderMark }
    return looksEncrypted(body, size)
      ? other('encrypted-sqlite')
      : other('unknown', 'Its first bytes belong to no format that is known here.')
  }
  if (/^\s*(<!doctype html|<html|<head|<body)/i.test(text)) return other('html')
  if (/^\s*[{[]/.test(text)) return other('other-json', 'It begins like JSON but is not well-formed.')
  if (sql) return other('text', sql.reason)
  const layout = detectCsv(text, complete)
  return layout ? { kind: 'csv', layout, byteOrderMark } : other('text')
}
