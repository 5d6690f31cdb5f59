import { defineStore } from 'pinia'
import type { Failure } from '../../core/base/failure'
import { fail, type Result } from '../../core/base/result'
import type { GroupQuery, GroupWindow } from '../../core/book/query/groupQuery'
import { useClient } from '../useClient'
import { useBookStore } from './book'

type Answer = Promise<Result<GroupWindow, Failure>>

const KEPT = 300

/** Groups and totals of the open book, read once for each state of it: a page that is looked at again has them at once. */
export const useGroupsStore = defineStore('groups', () => {
  const client = useClient()
  const book = useBookStore()
  const answers = new Map<string, Answer>()
  let state = ''

  function read(query: GroupQuery): Answer {
    const { bookId } = book
    if (bookId === null) return Promise.resolve(fail({ type: 'BookNotFound', bookId: '' }))
    const now = `${bookId} ${book.head?.epoch ?? ''} ${book.generation}`
    if (now !== state || answers.size > KEPT) answers.clear()
    state = now
    const id = JSON.stringify(query)
    const known = answers.get(id)
    if (known) return known
    const answer = client.device.groups(bookId, query)
    answers.set(id, answer)
    return answer
  }

  return { read }
})
