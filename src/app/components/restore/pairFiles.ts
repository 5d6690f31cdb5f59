import type { GivenFile } from '../../../worker/jobApi'

/** What a person gave at once: one file with what belongs to it, or several that do not belong together (their names). */
export type GivenAtOnce = { readonly given: GivenFile } | { readonly several: readonly string[] }

const WAL = '-wal'
/** SQLite writes the index of a `-wal` file anew: nothing in it is needed. */
const INDEX = '-shm'

/** A database `X` and its newest changes `X-wal` are one; `X-shm` is passed over. Null when nothing was given. */
export function pairFiles(files: readonly File[]): GivenAtOnce | null {
  const needed = files.length > 1 ? files.filter((file) => !file.name.endsWith(INDEX)) : files
  const main = needed.length > 1 ? needed.filter((file) => !file.name.endsWith(WAL)) : needed
  const [file] = main
  if (!file) return needed.length > 0 ? { several: needed.map(({ name }) => name) } : null
  const wal = needed.find((one) => one !== file && one.name === `${file.name}${WAL}`) ?? null
  if (main.length > 1 || needed.length > (wal ? 2 : 1)) return { several: needed.map(({ name }) => name) }
  return { given: { file, passphrase: null, entry: null, wal } }
}
