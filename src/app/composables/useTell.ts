import type { Failure } from '../../core/base/failure'
import { useNoticeStore, type NoticeDraft } from '../stores/notice'
import { useFailureText } from './useFailureText'

/** Short words at the foot of the window: `tell` what was done, `tellFailure` what was not and what to do next. */
export function useTell() {
  const notices = useNoticeStore()
  const failureText = useFailureText()
  return {
    tell: (draft: NoticeDraft): number => notices.tell(draft),
    /** Cancelling is nobody's failure, and is not told. A failure that says nothing about the book is over when the page is left. */
    tellFailure(failure: Failure, { untilLeft = false } = {}): void {
      if (failure.type === 'Cancelled') return
      const text = failureText(failure)
      notices.tell({ tone: 'risk', title: text.title, detail: `${text.detail} ${text.nextStep}`, untilLeft })
    },
  }
}
