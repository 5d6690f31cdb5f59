import initSqlJs from 'sql.js'
import wasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { createSqlJsEngine, type SqlJsEngine } from '../platform/sqljs/sqlJsEngine'

/** sql.js as a browser's worker finds it. */
export const startBrowserEngine = (): Promise<SqlJsEngine> => createSqlJsEngine({ initSqlJs, wasmUrl })
