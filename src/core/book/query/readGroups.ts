import type { Failure } from '../../base/failure'
import type { Result } from '../../base/result'
import type { KeyedTable } from '../keyedTable'
import type { SqlDatabase } from '../sqlEngine'
import type { GroupQuery, GroupWindow } from './groupQuery'

/** A window of groups with their totals. */
export function readGroups(_db: SqlDatabase, _table: KeyedTable, _query: GroupQuery): Result<GroupWindow, Failure> {
  throw new Error('being built')
}
