import { listEntries } from './opfsFiles'

const SEGMENT = /^log-([0-9]{8})$/
const ASIDE = /^log-([0-9]{8})\.aside$/
const POINT = /^point-([0-9]{8})-([0-9a-f]{32})$/

const digits = (number: number) => String(number).padStart(8, '0')

/** The file of a segment of the commit log. */
export const segmentName = (number: number) => `log-${digits(number)}`
/** An empty file that sets a segment aside: the live book has done with it, a restore point has not. */
export const asideName = (number: number) => `log-${digits(number)}.aside`
/** The file of a restore point; its name tells the segment that it lies in, so that one look at the directory shows what is needed. */
export const pointName = (segment: number, id: string) => `point-${digits(segment)}-${id}`

/** What lies in a book's directory of the log, told by names alone. */
export interface BookFiles {
  /** All segments, newest first. */
  readonly segments: readonly number[]
  /** Those of the live book. */
  readonly live: readonly number[]
  /** Those that were set aside; after a kill, one of them may be gone already. */
  readonly aside: readonly number[]
  readonly points: readonly { readonly name: string; readonly id: string; readonly segment: number }[]
  /** The highest number that a segment ever had, as far as the names tell. */
  readonly highest: number
}

/** Looks at the names in a book's directory. */
export async function listBookFiles(directory: FileSystemDirectoryHandle): Promise<BookFiles> {
  const names = await listEntries(directory)
  const numbersOf = (pattern: RegExp) => names.flatMap((name) => pattern.exec(name)?.[1] ?? []).map(Number)
  const aside = numbersOf(ASIDE)
  const segments = numbersOf(SEGMENT).sort((a, b) => b - a)
  const points = names.flatMap((name) => {
    const [, segment, id] = POINT.exec(name) ?? []
    return segment !== undefined && id !== undefined ? [{ name, id, segment: Number(segment) }] : []
  })
  return {
    segments,
    live: segments.filter((number) => !aside.includes(number)),
    aside,
    points,
    highest: Math.max(0, ...segments, ...aside, ...points.map(({ segment }) => segment)),
  }
}
