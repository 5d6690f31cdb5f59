import { expect, test } from 'vitest'
import { boxSize, isSeveral, moveHead, rangeToBox } from '../../../src/app/components/grid/cellRange'

test('a range is the same rectangle whichever way it was drawn', () => {
  const box = { top: 2, bottom: 5, left: 1, right: 3 }
  expect(rangeToBox({ anchor: { row: 2, column: 3 }, head: { row: 5, column: 1 } })).toEqual(box)
  expect(rangeToBox({ anchor: { row: 5, column: 1 }, head: { row: 2, column: 3 } })).toEqual(box)
  expect(boxSize(box)).toEqual({ rows: 4, columns: 3 })
  expect(isSeveral({ anchor: { row: 1, column: 1 }, head: { row: 1, column: 1 } })).toBe(false)
})

test('keys move its corner and stop at the edges', () => {
  const at = { row: 5, column: 1 }
  const move = (key: string, toEdge = false) => moveHead(at, key, toEdge, 10, 3, 4)
  expect([move('ArrowUp'), move('ArrowDown', true), move('PageDown'), move('PageUp')]).toEqual([
    { row: 4, column: 1 }, { row: 9, column: 1 }, { row: 9, column: 1 }, { row: 1, column: 1 },
  ])
  expect([move('ArrowLeft'), move('ArrowRight', true), move('Home'), move('End', true)]).toEqual([
    { row: 5, column: 0 }, { row: 5, column: 2 }, { row: 5, column: 0 }, { row: 9, column: 2 },
  ])
  expect(move('a')).toBeNull()
  expect(moveHead({ row: 0, column: 0 }, 'ArrowDown', false, 0, 0, 1)).toEqual({ row: 0, column: 0 })
})
