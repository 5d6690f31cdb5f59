import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What can be done about a notice. `lasting`: still meant after further changes to the book (an undo is not). */
export interface NoticeAction {
  readonly label: string
  readonly lasting?: boolean
  run(): void
}

/** A short word about what just happened, with at most one thing to do about it. Texts are already in the person's language. */
export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'safe' | 'risk'
  readonly title: string
  readonly detail: string
  readonly action: NoticeAction | null
  /** Whether it is only about the page that it was told on. */
  readonly untilLeft?: boolean
}

/** What a notice is made of; only the title is needed. */
export type NoticeDraft = Pick<Notice, 'title'> & Partial<Omit<Notice, 'id'>>

/** What is shown for a moment at the foot of the window. Failures stay until they are closed. Use it through `useTell`. */
export const useNoticeStore = defineStore('notice', () => {
  const notices = ref<Notice[]>([])
  let lastId = 0

  function dismiss(id: number) {
    notices.value = notices.value.filter((notice) => notice.id !== id)
  }

  /** Shows a notice; the newest three are kept. Gives its id. */
  function tell(draft: NoticeDraft): number {
    const notice: Notice = { id: ++lastId, tone: 'info', detail: '', action: null, ...draft }
    notices.value = [...notices.value, notice].slice(-3)
    return notice.id
  }

  /** The book was changed (again): what was offered about the change before is no longer meant. */
  function lapse(): void {
    notices.value = notices.value.filter(({ action }) => action === null || action.lasting === true)
  }

  return { notices, tell, dismiss, lapse }
})
