import type { BookLayout } from './bookLayout'

/** Whether nothing is laid out; such a layout is not written. */
export function isEmptyLayout(layout: BookLayout | undefined): boolean {
  return layout === undefined || Object.values(layout).every((items: readonly unknown[]) => items.length === 0)
}
