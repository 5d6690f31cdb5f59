import { createStore, del, entries, set } from 'idb-keyval'

/** What was typed into a form and not stored in the book: texts by the name of the field. */
export type DraftTexts = Readonly<Record<string, string>>

interface KeptDraft {
  readonly texts: DraftTexts
  /** UTC milliseconds. */
  readonly at: number
}

/** After this long nobody comes back to a sentence begun. */
const KEPT_FOR = 30 * 86_400_000

function isDraft(value: unknown): value is KeptDraft {
  return typeof value === 'object' && value !== null && 'texts' in value && 'at' in value && typeof value.at === 'number' && typeof value.texts === 'object'
}

/**
 * Drafts that outlive the window, in an IndexedDB database of their own. A draft is a courtesy: where the device keeps
 * nothing (private browsing, a full disk), there simply is none, and that is no failure of the person's work.
 */
export function createKeptDrafts() {
  const store = typeof indexedDB === 'undefined' ? null : createStore('nightsafe-drafts', 'values')
  const passOver = (error: unknown) => console.info('a draft is not kept', error)

  return {
    async load(now: number): Promise<ReadonlyMap<string, DraftTexts>> {
      const found = new Map<string, DraftTexts>()
      if (!store) return found
      for (const [id, value] of await entries<string, unknown>(store).catch(() => [])) {
        if (isDraft(value) && now - value.at < KEPT_FOR) found.set(id, value.texts)
        else await del(id, store).catch(passOver)
      }
      return found
    },
    keep(id: string, texts: DraftTexts | null, now: number): void {
      if (!store) return
      void (texts ? set(id, { texts: { ...texts }, at: now } satisfies KeptDraft, store) : del(id, store)).catch(passOver)
    },
  }
}
