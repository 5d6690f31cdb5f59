/** How texts are stored. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** The bytes of a damaged database, seen as pages. */
export interface DamagedPages {
  readonly bytes: Uint8Array
  readonly pageSize: number
  /** Bytes of a page that hold content. */
  readonly usable: number
  /** Pages that are there; the last one perhaps only in part. */
  readonly count: number
  /** Pages that the header says there should be; null where it cannot be believed. */
  readonly expected: number | null
  readonly encoding: TextEncoding
  /** Numbers that belong to the program that made the file; 0 where the header is lost. */
  readonly userVersion: number
  readonly applicationId: number
  /** First page and number of pages of the list of free ones, as the header has them. */
  readonly freelist: { readonly first: number; readonly count: number }
  /** Whether some pages only point back to parents (auto_vacuum). */
  readonly hasPointerMap: boolean
  readonly headerIsWhole: boolean
}

/** Where page `number` (the first is 1) begins in the file. */
export function pageStart(pages: DamagedPages, number: number): number {
  return (number - 1) * pages.pageSize
}

/** Where the content of a page ends, or the file if that is sooner. */
export function pageEnd(pages: DamagedPages, number: number): number {
  return Math.min(pageStart(pages, number) + pages.usable, pages.bytes.length)
}
