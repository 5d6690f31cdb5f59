import { defineStore } from 'pinia'
import { ref } from 'vue'

/** A short word about what just happened, with at most one thing to do about it. Texts are already in the person's language. */
export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'safe' | 'risk'
  readonly title: string
  readonly detail: string
  readonly action: { readonly label: string; run(): void } | null
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

  return { notices, tell, dismiss }
})
