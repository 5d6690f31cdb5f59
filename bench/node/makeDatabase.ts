// node --import tsx bench/node/makeDatabase.ts FILE RECORDS
// Writes the database that the benchmarks of the page open.
import { writeFile } from 'node:fs/promises'
import initSqlJs from 'sql.js'
import { millionSql } from '../millionRecords'

const [file = 'million.db', records = '1000000'] = process.argv.slice(2)
const { Database } = await initSqlJs()
const db = new Database()
db.run(millionSql(Number(records)))
await writeFile(file, db.export())
