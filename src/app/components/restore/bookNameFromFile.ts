import { nameToTitle } from '../../format/nameToTitle'

const ENDINGS = /(\.(db|sqlite3?|json|sql|csv|tsv|xlsx|tar|tgz|gz|age))+$/i
const STAMPS = /(_|-| )?(backup|manual|startup|emergency)?(_|-)?\d{8}([_-]\d{6})?/gi

/** A name for a book from that of its file, without endings and stamps: `gharmitra_backup_20260113_154951.db` gives `Gharmitra`. */
export function bookNameFromFile(fileName: string): string {
  const bare = fileName.replace(ENDINGS, '')
  const words = bare.replace(STAMPS, ' ')
  return nameToTitle(/[^_\s]/.test(words) ? words : bare).slice(0, 200)
}
