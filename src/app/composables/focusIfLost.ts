import { nextTick } from 'vue'

/**
 * Gives the focus to `target` where it was lost, because what had it was taken off the page; whoever reads by ear or
 * goes by keyboard would else begin at the top again. `target` needs a tabindex.
 */
export async function focusIfLost(target: () => HTMLElement | null | undefined): Promise<void> {
  await nextTick()
  const { activeElement, body } = document
  if (activeElement === null || activeElement === body) target()?.focus({ preventScroll: true })
}
