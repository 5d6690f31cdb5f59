import { textAt, uint16At, uint32At } from '../fileBytes'
import { readBTreePage } from './bTreePage'
import { pageEnd, type DamagedPages, type TextEncoding } from './damagedPages'
import { measureCell } from './readCell'

const PAGE_SIZES = [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536]
const SAMPLED = 400
/** The header's own claim is given up only where another size explains far more of the file. */
const CLAIM_WEIGHT = 3

const UNKNOWN: Omit<DamagedPages, 'bytes' | 'pageSize' | 'usable' | 'count'> = {
  expected: null, encoding: 'utf-8', userVersion: 0, applicationId: 0, freelist: { first: 0, count: 0 }, hasPointerMap: false, headerIsWhole: false,
}

/**
 * The share of the sampled pages that are b-tree pages whose content ends exactly where the page does. A size that is too
 * large has its content end too soon, one that is too small has it lie beyond the page.
 */
function scorePageSize(bytes: Uint8Array, pageSize: number, reserved: number): number {
  const count = Math.ceil(bytes.length / pageSize)
  const pages: DamagedPages = { ...UNKNOWN, bytes, pageSize, usable: pageSize - reserved, count }
  const step = Math.max(1, Math.floor(count / SAMPLED))
  let good = 0
  let looked = 0
  for (let number = 1; number <= count; number += step) {
    looked++
    const page = readBTreePage(pages, number)
    if (!page || page.cells.length === 0 || page.spoilt) continue
    const last = Math.max(...page.cells)
    const length = measureCell(pages, page, last)
    if (length !== null && last + length === pageEnd(pages, number)) good++
  }
  return looked === 0 ? 0 : good / looked
}

interface Layout {
  readonly pageSize: number
  /** Bytes at the end of each page that are kept for extensions. */
  readonly reserved: number
}

/** The page size that most pages speak for, or the claimed one where none speaks at all; null where that is none either. */
function choosePageSize(bytes: Uint8Array, claimed: Layout): Layout | null {
  let best: Layout | null = PAGE_SIZES.includes(claimed.pageSize) ? claimed : null
  let bestScore = 0
  for (const pageSize of PAGE_SIZES) {
    for (const reserved of new Set([claimed.reserved, 0])) {
      if (pageSize - reserved < 480) continue
      const isClaimed = pageSize === claimed.pageSize && reserved === claimed.reserved
      const score = scorePageSize(bytes, pageSize, reserved) * (isClaimed ? CLAIM_WEIGHT : 1)
      if (score <= bestScore) continue
      best = { pageSize, reserved }
      bestScore = score
    }
  }
  return best
}

function saysCreate(bytes: Uint8Array, at: number, step: number): boolean {
  const word = 'CREATE'
  for (let i = 0; i < word.length; i++) if (bytes[at + i * step] !== word.charCodeAt(i)) return false
  return true
}

/** UTF-16 shows in the words of the schema. */
function guessEncoding(bytes: Uint8Array): TextEncoding {
  for (let at = 0; at + 12 < bytes.length; at++) {
    if (bytes[at] !== 67) continue
    if (saysCreate(bytes, at, 1)) return 'utf-8'
    if (saysCreate(bytes, at, 2)) return bytes[at + 1] === 0 && bytes[at + 11] === 0 ? 'utf-16le' : 'utf-16be'
  }
  return 'utf-8'
}

/**
 * Finds out how a damaged database is laid out: from its header where that can be believed, else from its pages.
 * Null where it is too short to hold a page. https://sqlite.org/fileformat2.html#the_database_header
 */
export function findLayout(bytes: Uint8Array): DamagedPages | null {
  const raw = uint16At(bytes, 16)
  const claimed = raw === 1 ? 65_536 : raw
  const constants = bytes[21] === 64 && bytes[22] === 32 && bytes[23] === 32
  const layout = choosePageSize(bytes, { pageSize: claimed, reserved: constants ? (bytes[20] ?? 0) : 0 })
  if (layout === null || bytes.length <= 108) return null
  const { pageSize, reserved } = layout
  const code = uint32At(bytes, 56)
  const headerIsWhole = textAt(bytes, 0, 16) === 'SQLite format 3\0' && constants && claimed === pageSize && code <= 3
  const encodings: readonly TextEncoding[] = ['utf-8', 'utf-8', 'utf-16le', 'utf-16be']
  const inHeader = uint32At(bytes, 28)
  const count = Math.ceil(bytes.length / pageSize)
  return {
    bytes,
    pageSize,
    usable: pageSize - reserved,
    count,
    expected: headerIsWhole && inHeader > 0 && inHeader < count * 64 + 1000 && uint32At(bytes, 24) === uint32At(bytes, 92) ? inHeader : null,
    encoding: headerIsWhole && code > 0 ? (encodings[code] ?? 'utf-8') : guessEncoding(bytes),
    userVersion: headerIsWhole ? uint32At(bytes, 60) | 0 : 0,
    applicationId: headerIsWhole ? uint32At(bytes, 68) | 0 : 0,
    freelist: { first: uint32At(bytes, 32), count: uint32At(bytes, 36) },
    hasPointerMap: headerIsWhole && uint32At(bytes, 52) !== 0,
    headerIsWhole,
  }
}
