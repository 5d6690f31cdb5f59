import { createWriteStream } from 'node:fs'
import { once } from 'node:events'

const WORDS = 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua'
const PIECE = 1_000_000
const DAY = 86_400_000
const FIRST_DAY = Date.UTC(2010, 0, 1)

/** The columns of the file, with the types that a table for them has. */
export const LARGE_CSV_TABLE = 'CREATE TABLE list (id INTEGER PRIMARY KEY, booked_on DATE, account INTEGER, amount MONEY_INTEGER, quantity INTEGER, paid BOOLEAN, note TEXT)'

/** @param {number} i */
function line(i) {
  const day = new Date(FIRST_DAY + ((i * 7919) % 5000) * DAY).toISOString().slice(0, 10)
  const amount = (((i * 7919) % 200_000) - 50_000) / 100
  return `${day},${1 + (i % 100)},${amount.toFixed(2)},${i % 5 === 0 ? '' : i % 97},${i % 2 ? 'yes' : 'no'},"${WORDS.slice(i % 40, (i % 40) + 20 + (i % 40))}"\r\n`
}

/**
 * Writes a CSV file of about so many megabytes, the same each time: dates, numbers, money, yes or no, texts. Gives its number of records.
 * @param {string} path @param {number} megabytes
 */
export async function writeLargeCsv(path, megabytes) {
  const out = createWriteStream(path)
  let records = 0
  let size = 0
  let text = 'booked_on,account,amount,quantity,paid,note\r\n'
  while (size + text.length < megabytes * 1e6) {
    text += line(++records)
    if (text.length < PIECE) continue
    size += text.length
    if (!out.write(text)) await once(out, 'drain')
    text = ''
  }
  out.end(text)
  await once(out, 'close')
  return records
}
