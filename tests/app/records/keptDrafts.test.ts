import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { createKeptDrafts } from '../../../src/app/stores/keptDrafts'

const DAY = 86_400_000
const rest = () => new Promise((resolve) => setTimeout(resolve, 30))

describe('drafts', () => {
  it('outlive the window, until they are let go or have become old', async () => {
    const drafts = createKeptDrafts()
    drafts.keep('a', { name: 'Half' }, 0)
    drafts.keep('b', { name: 'Old' }, -40 * DAY)
    drafts.keep('c', { name: 'Stored' }, 0)
    await rest()
    drafts.keep('c', null, 0)
    await rest()
    expect([...(await createKeptDrafts().load(DAY))]).toEqual([['a', { name: 'Half' }]])
    expect([...(await createKeptDrafts().load(-39 * DAY))].map(([id]) => id)).toEqual(['a'])
  })
})
