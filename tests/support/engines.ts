import initSqlJs from 'sql.js'
import { createSqlJsEngine } from '../../src/platform/sqljs/sqlJsEngine'

/** The engine as it runs in Node, one for a test file. */
export const openEngine = () => createSqlJsEngine({ initSqlJs })

/** The same with the fallback that exports and compares. */
export const openComparingEngine = () => createSqlJsEngine({ initSqlJs }, 'export-and-compare')
