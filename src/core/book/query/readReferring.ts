import type { Failure } from '../../base/failure'
import type { Result } from '../../base/result'
import type { RecordKey } from '../bookDescription'
import type { BookShape } from '../keyedTable'
import type { SqlDatabase } from '../sqlEngine'
import type { ReferringField } from './groupQuery'

/** The fields whose records refer to a record, with how many do; those that none does are left out. */
export function readReferring(_db: SqlDatabase, _shape: BookShape, _table: string, _key: RecordKey): Result<readonly ReferringField[], Failure> {
  throw new Error('being built')
}
