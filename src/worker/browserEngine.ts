import wasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { createSqlJsEngine, type SqlJsEngine } from '../platform/sqljs/sqlJsEngine'

/** sql.js as a browser's worker finds it. Its glue is fetched beside the worker's own code, not before it. */
export async function startBrowserEngine(): Promise<SqlJsEngine> {
  const { default: initSqlJs } = await import('sql.js')
  return createSqlJsEngine({ initSqlJs, wasmUrl })
}
