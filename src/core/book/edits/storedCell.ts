import type { Cell } from '../../base/cell'

/** How a column treats what it is given (https://sqlite.org/datatype3.html, 3.1). */
function affinityOf(declaredType: string): 'integer' | 'text' | 'blob' | 'real' | 'numeric' {
  const type = declaredType.toUpperCase()
  if (type.includes('INT')) return 'integer'
  if (/CHAR|CLOB|TEXT/.test(type)) return 'text'
  if (type === '' || type.includes('BLOB')) return 'blob'
  return /REAL|FLOA|DOUB/.test(type) ? 'real' : 'numeric'
}

/** Nothing that begins so is the text of a number. */
const NO_NUMBER = /^([0-9]{4}-[0-9]{2}-|[^\s0-9+\-.])/

/**
 * What a column holds after it was given a cell, where that can be told from its declared type; undefined where only the
 * database knows. So what was written need not be read back.
 */
export function storedCell(declaredType: string, cell: Cell): Cell | undefined {
  if (cell === null) return null
  const affinity = affinityOf(declaredType)
  if (typeof cell === 'string') return affinity === 'text' || affinity === 'blob' || NO_NUMBER.test(cell) ? cell : undefined
  if (typeof cell === 'object') return 'b' in cell ? cell : undefined
  if (affinity === 'text' || (affinity === 'numeric' && declaredType.toUpperCase() === 'ANY')) return undefined
  if (!Number.isSafeInteger(cell)) return Number.isInteger(cell) ? undefined : cell
  return affinity === 'real' ? { r: `${cell}.0` } : cell + 0
}
