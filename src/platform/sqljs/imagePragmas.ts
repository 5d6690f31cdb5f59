import { PAGE_SIZE } from '../../core/book/sqlEngine'

/**
 * For a live image: one dirty page per update and no file beside the database (exclusive lock, journal in memory);
 * no flushing, since the file is memory and the session makes it durable; what a book's own schema runs is limited to
 * what SQLite calls innocuous, because a book may have come from somebody else's file.
 */
export const IMAGE_PRAGMAS = `
  PRAGMA page_size=${PAGE_SIZE};
  PRAGMA locking_mode=EXCLUSIVE;
  PRAGMA journal_mode=MEMORY;
  PRAGMA synchronous=OFF;
  PRAGMA temp_store=MEMORY;
  PRAGMA foreign_keys=ON;
  PRAGMA trusted_schema=OFF;
  PRAGMA cell_size_check=ON;`

/** SQLite's own heap for an uploaded file: room for a cell of 200 MB and a copy of it. The limit can only be lowered afterwards. */
export const UNTRUSTED_HEAP_LIMIT = 768 * 1024 * 1024

/** For files that nobody vouches for. */
export const UNTRUSTED_PRAGMAS = `
  PRAGMA trusted_schema=OFF;
  PRAGMA cell_size_check=ON;
  PRAGMA temp_store=MEMORY;
  PRAGMA hard_heap_limit=${UNTRUSTED_HEAP_LIMIT};`

/** The page size that a database file declares (https://sqlite.org/fileformat2.html#page_size); 0 when it is too short to tell. */
export function declaredPageSize(bytes: Uint8Array): number {
  const size = ((bytes[16] ?? 0) << 8) | (bytes[17] ?? 0)
  return size === 1 ? 65_536 : size
}

/**
 * Readies a file to be a live image: a file flagged for WAL mode (bytes 18 and 19 are 2) is flagged for a rollback
 * journal, because WAL would bypass the tap. Returns the bytes to open, without a torn last page.
 */
export function readyForImage(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes[18] === 2) bytes[18] = 1
  if (bytes[19] === 2) bytes[19] = 1
  const torn = declaredPageSize(bytes) === PAGE_SIZE ? bytes.length % PAGE_SIZE : 0
  return bytes.subarray(0, bytes.length - torn)
}
