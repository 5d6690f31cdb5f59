import { expect, test } from 'vitest'
import { orderCandidates, type Candidate } from '../../src/worker/client/emergencyCandidates'

const never = () => Promise.reject(new Error('nothing is looked at here'))
const branch = { branch: '1'.repeat(32), from: 1, after: 0 }

function candidate(name: string, generation: number, change: Partial<Candidate> = {}): Candidate {
  return { kind: 'file', name, bookId: 'a', line: { lineage: [branch], generation }, madeAt: generation, isWhole: true, verify: never, restore: never, ...change }
}
const namesOf = (candidates: readonly Candidate[]) => orderCandidates(candidates, { lineage: [branch], generation: 9 }).map(({ name }) => name)

test('the newest of the line comes first, and a restore point before a file of the same state', () => {
  expect(namesOf([candidate('old', 1), candidate('file', 5), candidate('point', 5, { kind: 'restore-point' })])).toEqual(['point', 'file', 'old'])
})

test('what was salvaged comes after everything whole, however new it is', () => {
  const salvaged = candidate('salvaged', 8, { isWhole: false })
  const another = candidate('of another book', 1, { bookId: 'b', madeAt: 0 })
  expect(namesOf([salvaged, another, candidate('old', 1)]).at(-1)).toBe('salvaged')
})
